"""python3-saml, strict. The settings are read once; the response is an object of its own for each message."""

from urllib.parse import urlsplit

from line_loop import serve
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings


def make(settings):
    acs = settings["assertionConsumerServiceUrl"]
    decryption = settings["decryption"]
    known = OneLogin_Saml2_Settings(
        {
            "strict": True,
            "sp": {
                "entityId": settings["entityId"],
                "assertionConsumerService": {"url": acs},
                "privateKey": decryption["privateKeyPem"] if decryption else "",
                "x509cert": decryption["certificatePem"] if decryption else "",
            },
            "idp": {
                "entityId": settings["issuerUrl"],
                "singleSignOnService": {"url": settings["signInUrl"]},
                "x509cert": settings["certificatePem"],
            },
            "security": {
                "wantAssertionsSigned": settings["sign"] != "response",
                "wantMessagesSigned": settings["sign"] != "assertion",
                "wantAttributeStatement": True,
            },
        }
    )
    url = urlsplit(acs)
    request = {"https": "on", "http_host": url.netloc, "script_name": url.path, "get_data": {}, "post_data": {}}

    def validate(field):
        response = OneLogin_Saml2_Response(known, field)
        if not response.is_valid(request, settings["inResponseTo"]):
            raise ValueError(response.get_error())
        response.get_attributes()

    return validate


serve(make)
