export declare function loadNodeSaml(): typeof import('@node-saml/node-saml');
