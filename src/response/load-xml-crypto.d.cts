export declare function loadXmlCrypto(): typeof import('xml-crypto');
