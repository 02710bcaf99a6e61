<?php
$settings = require __DIR__ . '/../settings.php';
$metadata = $settings['serviceProviders'];

// Metadata that an administrator uploaded; what the tests say of the same service provider is added to it.
foreach (glob($settings['folder'] . '/imports/*.xml') as $file) {
    $parser = SimpleSAML\Metadata\SAMLParser::parseString((string) file_get_contents($file));
    $entry = $parser->getMetadata20SP();
    $metadata[$entry['entityid']] = ($metadata[$entry['entityid']] ?? []) + $entry;
}
