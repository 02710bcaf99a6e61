"""Lasso. It verifies signature, status and issuer; audience, times, recipient and request are the application's."""

import os
import tempfile
from datetime import datetime, timedelta, timezone

import lasso
from line_loop import serve

SKEW = timedelta(minutes=3)
FILES = tempfile.TemporaryDirectory()


def make(settings):
    decryption = settings["decryption"]
    key = decryption or settings["spare"]
    server = lasso.Server(
        _file(settings["serviceProviderMetadata"]),
        _file(key["privateKeyPem"]),
        None,
        _file(key["certificatePem"]),
    )
    if decryption:
        server.setEncryptionPrivateKey(_file(decryption["privateKeyPem"]))
    server.addProvider(lasso.PROVIDER_ROLE_IDP, _file(settings["identityProviderMetadata"]), None, None)

    # Forced, it wants a signature on the Response; else it wants one on the assertion where the Response has none.
    signed = settings["sign"] != "assertion"
    hint = lasso.PROFILE_SIGNATURE_VERIFY_HINT_FORCE if signed else lasso.PROFILE_SIGNATURE_VERIFY_HINT_MAYBE

    def validate(field):
        login = lasso.Login(server)
        login.setSignatureVerifyHint(hint)
        login.processAuthnResponseMsg(field)
        _check(login.assertion, login.response, settings)

    return validate


def _file(text):
    path = os.path.join(FILES.name, str(len(os.listdir(FILES.name))))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _check(assertion, response, settings):
    now = datetime.now(timezone.utc)
    conditions = assertion.conditions
    if not _time(conditions.notBefore) - SKEW <= now < _time(conditions.notOnOrAfter) + SKEW:
        raise ValueError("conditions: times")
    for restriction in conditions.audienceRestriction:
        if restriction.audience != settings["entityId"]:
            raise ValueError("audience")
    if assertion.issuer.content != settings["issuerUrl"]:
        raise ValueError("issuer")
    data = assertion.subject.subjectConfirmation.subjectConfirmationData
    if now >= _time(data.notOnOrAfter) + SKEW:
        raise ValueError("subject confirmation: time")
    acs = settings["assertionConsumerServiceUrl"]
    if data.recipient != acs or response.destination != acs:
        raise ValueError("recipient")
    if data.inResponseTo != settings["inResponseTo"] or response.inResponseTo != settings["inResponseTo"]:
        raise ValueError("request")


def _time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


serve(make)
