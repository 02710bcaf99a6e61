import { describe, expect, it } from 'vitest';
import { ADELE } from '../people.js';
import { expectRefused, expectSignedIn, logIn, postAgain } from '../steps.js';
import { withBrowser } from '../with-browser.js';
import { withSimpleSamlPhp } from './installed.js';
import { ASSERTION_SIGNED, startTestbed, type Testbed } from './testbed.js';

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

// SimpleSAMLphp names the service in NameID too, which would be refused first.
const WITHOUT_QUALIFIER = {
  class: 'saml:AttributeNameID',
  attribute: 'email',
  Format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  SPNameQualifier: false,
};

const start = () =>
  startTestbed([
    { id: 'tile', provider: ASSERTION_SIGNED, connection: { allowIdpInitiated: true } },
    { id: 'no-tile', provider: ASSERTION_SIGNED },
    {
      id: 'elsewhere',
      // Another application at the same identity provider, whose answers go to the address of the first.
      provider: {
        ...ASSERTION_SIGNED,
        AssertionConsumerService: '{url}/saml/tile/acs',
        authproc: { 20: WITHOUT_QUALIFIER },
      },
    },
    {
      id: 'elsewhere-qualified',
      provider: { ...ASSERTION_SIGNED, AssertionConsumerService: '{url}/saml/tile/acs' },
    },
    {
      id: 'misaddressed',
      provider: {
        ...ASSERTION_SIGNED,
        AssertionConsumerService: [
          { index: 0, Binding: POST, Location: '{url}/saml/misaddressed/acs?old=1' },
        ],
      },
      connection: { allowIdpInitiated: true },
    },
  ]);

withSimpleSamlPhp(() =>
  withBrowser(start, (scene) => {
    describe('a sign-in that begins at SimpleSAMLphp', () => {
      it('is accepted where the connection allows it, at the landing page', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'tile'));
        await logIn(page, testbed.application, ADELE);
        expect(await page.locator('h1').textContent()).toBe('Home');
        expect(testbed.application.signIns.at(-1)).toMatchObject({
          connectionId: 'tile',
          email: 'adele.vance@contoso.com',
          idpInitiated: true,
          returnTo: '/',
        });
      });

      it('goes to the path in RelayState where it is one of ours, and home where it is not', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'tile', '/account'));
        await logIn(page, testbed.application, ADELE);
        expect((await expectSignedIn(page, testbed.application)).returnTo).toBe('/account');
        await page.goto(tile(testbed, 'tile', 'https://elsewhere.example/account'));
        await page.waitForURL(`${testbed.application.url}/`);
        expect(testbed.application.signIns.at(-1)?.returnTo).toBe('/');
      });

      it('is refused where the connection does not allow it', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'no-tile'));
        await logIn(page, testbed.application, ADELE);
        await expectRefused(page, testbed.application, 'unsolicited_not_allowed');
      });

      it('is refused when it was meant for another application', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'elsewhere'));
        await logIn(page, testbed.application, ADELE);
        const { error } = await expectRefused(page, testbed.application, 'audience_mismatch');
        expect(error.details).toMatchObject({
          expected: `${testbed.application.url}/saml/tile/metadata`,
          received: [`${testbed.application.url}/saml/elsewhere/metadata`],
        });
      });

      it('is refused when its NameID is one for another application', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'elsewhere-qualified'));
        await logIn(page, testbed.application, ADELE);
        await expectRefused(page, testbed.application, 'sp_name_qualifier_mismatch');
      });

      it('is refused when it was sent to another address than the Reply URL', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'misaddressed'));
        await logIn(page, testbed.application, ADELE);
        const { error } = await expectRefused(page, testbed.application, 'destination_mismatch');
        expect(error.details).toMatchObject({ expected: `${testbed.application.url}/saml/misaddressed/acs` });
      });

      it('is accepted once', async () => {
        const { page, testbed } = scene;
        await page.goto(tile(testbed, 'tile', '/account'));
        const posted = await logIn(page, testbed.application, ADELE);
        const signIn = await expectSignedIn(page, testbed.application);
        await postAgain(page, posted);
        const { error } = await expectRefused(page, testbed.application, 'assertion_replayed');
        expect(error.details).toEqual({ assertionId: signIn.assertionId });
      });
    });

    describe('an answer to a request', () => {
      it('is taken once: the browser has no cookie for it any more', async () => {
        const { page, testbed } = scene;
        await page.goto(`${testbed.application.url}/saml/no-tile/sign-in?returnTo=/account`);
        const posted = await logIn(page, testbed.application, ADELE);
        await expectSignedIn(page, testbed.application);
        await postAgain(page, posted);
        await expectRefused(page, testbed.application, 'browser_mismatch');
      });

      it('is taken once, whoever kept the cookie as well', async () => {
        const { page, testbed } = scene;
        const { application } = testbed;
        await page.goto(`${application.url}/saml/no-tile/sign-in?returnTo=/account`);
        const cookies = await page.context().cookies(application.url);
        const posted = await logIn(page, application, ADELE);
        await expectSignedIn(page, application);
        await page.context().addCookies(cookies);
        await postAgain(page, posted);
        await expectRefused(page, application, 'request_already_used');
      });

      it('is not taken at the address of another connection', async () => {
        const { page, testbed } = scene;
        const { application } = testbed;
        await page.goto(`${application.url}/saml/no-tile/sign-in`);
        await page.route(`${application.url}/saml/no-tile/acs`, (route) => route.abort(), { times: 1 });
        const [posted] = await Promise.all([
          page.waitForRequest(`${application.url}/saml/no-tile/acs`),
          logIn(page, application, ADELE).catch(() => undefined),
        ]);
        await postAgain(page, posted, `${application.url}/saml/tile/acs`);
        await expectRefused(page, application, 'connection_mismatch');
      });
    });
  }),
);

/** The address behind a tile of the identity provider's start page. */
function tile({ application, identityProvider }: Testbed, id: string, relayState?: string): string {
  const url = new URL(`${identityProvider.url}/saml2/idp/SSOService.php`);
  url.searchParams.set('spentityid', `${application.url}/saml/${id}/metadata`);
  if (relayState !== undefined) url.searchParams.set('RelayState', relayState);
  return url.href;
}
