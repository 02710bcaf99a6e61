<?php
$settings = require __DIR__ . '/settings.php';
$folder = $settings['folder'];

$config = [
    'baseurlpath' => $settings['baseUrl'] . '/',
    'certdir' => "$folder/cert/",
    'loggingdir' => "$folder/log/",
    'datadir' => "$folder/data/",
    'tempdir' => "$folder/tmp/",
    'metadatadir' => __DIR__ . '/metadata/',
    'attributenamemapdir' => '/etc/simplesamlphp/attributemap/',
    'auth.adminpassword' => $settings['secret'],
    'secretsalt' => $settings['secret'],
    'technicalcontact_email' => 'na@example.org',
    'timezone' => 'UTC',
    'trusted.url.domains' => [$settings['applicationHost']],
    'admin.checkforupdates' => false,
    'showerrors' => true,
    'errorreporting' => false,
    'debug' => ['saml' => false, 'backtraces' => true, 'validatexml' => false],
    'logging.level' => SimpleSAML\Logger::INFO,
    'logging.handler' => 'file',
    'logging.logfile' => 'identity-provider.log',
    'statistics.out' => [],
    'enable.saml20-idp' => true,
    'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
    // Over plain http the defaults (Secure, SameSite=None) would lose the identity provider its own session.
    'session.cookie.secure' => false,
    'session.cookie.samesite' => null,
    'session.phpsession.savepath' => "$folder/sessions/",
    'language.available' => ['en'],
    'language.default' => 'en',
    'language.cookie.secure' => false,
    'language.cookie.samesite' => null,
    'theme.use' => 'default',
    'production' => true,
    'metadata.sources' => [['type' => 'flatfile']],
    'store.type' => 'phpsession',
    // Debian's defaults rename the attributes.
    'authproc.idp' => [],
    'authproc.sp' => [],
];
