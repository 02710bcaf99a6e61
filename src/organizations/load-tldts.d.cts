export declare function loadTldts(): typeof import('tldts');
