<?php
// PHP's built-in server takes the path after a script only where none of its parts has a dot, and
// /module.php/core/loginuserpass.php has two. So this names the script; files are served as they are.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (!preg_match('#^(/[A-Za-z0-9_./-]*?\.php)(/.*)?$#D', $path, $parts) || str_contains($path, '..')) {
    return false;
}
$script = $root . $parts[1];
if (!is_file($script)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $parts[1];
$_SERVER['PHP_SELF'] = $path;
$_SERVER['SCRIPT_FILENAME'] = $script;
$_SERVER['PATH_INFO'] = $parts[2] ?? '';
chdir(dirname($script));
require $script;
