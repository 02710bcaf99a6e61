<?php
// What the tests decide at run time: addresses, the folder for keys and sessions, and the service providers.
return json_decode((string) file_get_contents((string) getenv('TEST_SETTINGS')), true, 16, JSON_THROW_ON_ERROR);
