<?php
$settings = require __DIR__ . '/../settings.php';
$metadata = $settings['serviceProviders'];
