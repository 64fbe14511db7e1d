// Every page there is, by the address its route has, and who looks at it.
// The parameters are filled in from the demo; a route that is missing here fails a test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Demo, Name } from './demo.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whose pages are shown; the lead consultant, the admin, the client's contributor, or nobody who is signed in. */
export type Reader = Name | 'nobody';

const admin = ['/clients', '/clients/{id}', '/clients/{id}/erase', '/engagements/{id}/erase', '/erasures', '/erasures/{erasure}', '/retention', '/people', '/people/new', '/people/{id}', '/audit', '/firm'];
const client = ['/rooms'];
const nobody = ['/sign-in', '/verify', '/join/{token}', '/s/{token}', '/api/v1', '/request', '/request/received'];

/** Addresses that answer with a file, a stream of events or what the editor of maps asks for, or are there only while files are imported or compared,
 * beside a picture, or after a redaction (see import.spec.ts, reconcile.spec.ts, from-outside.spec.ts and
 * server/tests/server/files.rs). */
const noPages = /\.(csv|pdf|md|json|ics|zip|docx|xlsx|feature)$|\/(live|stored)$|\/jobs\/|\/erasures\/\{erasure\}\/progress$|\/samples\/imports?\/\{|\/(reconcile|redactions)\/\{|\/files\/\{(map_)?file\}(\/blank)?$|^\/api\/v1\/.|^\/(health|ready)z$|^\/firm\/logo$/;

export function readerOf(route: string): Reader {
  if (nobody.includes(route)) return 'nobody';
  if (admin.includes(route)) return 'helena';
  return client.includes(route) || route.startsWith('/room/') ? 'priya' : 'tomasz';
}

/** The address of every page, read from the route tables in the sources. */
export function routes(): string[] {
  const sources = ['app/src', 'server/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  );
  const found = sources
    .filter((file) => file.endsWith('.rs'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\.get\(\s*[\w:]+(?:\([\w:]+\))?,\s*"(\/[^"]*)"/g)])
    .map(([, route]) => route)
    .filter((route) => !noPages.test(route));
  return [...new Set(found)].sort();
}

/** Where the id in an address is found: the page that lists it, and the shape of the links there. */
const lists: Record<string, string> = {
  '/e/{engagement}/systems/{id}': '/systems',
  '/e/{engagement}/integrations/{id}': '/systems',
  '/e/{engagement}/truth/types/{id}': '/truth',
  '/e/{engagement}/truth/types/{id}/table': '/truth',
  '/e/{engagement}/truth/fields/{id}': '/truth',
  '/e/{engagement}/samples/{id}': '/samples',
  '/e/{engagement}/controls/{integration}': '/controls',
  '/e/{engagement}/verdict/{integration}': '/verdict',
  '/e/{engagement}/launch/{integration}': '/launch',
  '/e/{engagement}/access/{access}': '/access',
  '/e/{engagement}/access/areas/{area}': '/access',
  '/room/{engagement}/access/{access}': '/access',
  '/e/{engagement}/questions/{question}': '/questions',
  '/room/{engagement}/questions/{question}': '/questions',
};

/** The address of a page in the demo. */
export async function addressOf(demo: Demo, route: string): Promise<string> {
  const id = '[0-9a-f]{8}-[0-9a-f-]{27}';
  if (route.endsWith('/{token}')) return route.replace('{token}', 'no-such-link');
  if (route === '/requests/{id}') return demo.find('tomasz', '/requests', new RegExp(`(?<=href=")/requests/${id}`));
  if (route === '/people/{id}' || route === '/clients/{id}') {
    return demo.find('helena', route.replace('/{id}', ''), new RegExp(`(?<=href=")${route.replace('{id}', id)}`));
  }
  if (route === '/clients/{id}/erase') return (await addressOf(demo, '/clients/{id}')) + '/erase';
  if (route === '/erasures/{erasure}') return demo.find('helena', '/erasures', new RegExp(`(?<=href=")/erasures/${id}`));
  if (!route.includes('{')) return route;
  const engagement = await demo.engagement();
  if (route === '/engagements/{id}/erase') return engagement.replace('/e/', '/engagements/') + '/erase';
  const own = route.replace(/^\/(e|room)\/\{engagement\}/, (_, kind) => engagement.replace('/e/', `/${kind}/`));
  if (!own.includes('{')) return own;
  if (own.endsWith('/truth/{field}')) return demo.find('priya', own.replace('/{field}', ''), new RegExp(own.replace('{field}', id)));
  if (own.endsWith('/truth/answers/{answer}')) return disputed(demo, own);
  const links = (address: string) => new RegExp(`(?<=href=")${address.replace(/\{\w+\}/, id)}(?=["#?])`);
  const place = route.startsWith('/room/') ? engagement.replace('/e/', '/room/') : engagement;
  if (route in lists) return demo.find('tomasz', place + lists[route], links(own));
  const workflow = await demo.workflow();
  return own.replace(/.*\/workflows\/\{id\}/, workflow);
}

/** The address of an answer to a field, which the client gives first. */
async function disputed(demo: Demo, own: string): Promise<string> {
  const field = await addressOf(demo, '/room/{engagement}/truth/{field}');
  const version = await demo.find('priya', field, /name="version" value="(\d+)"/);
  await demo.send('priya', field, { answer: 'dispute', version, position: 'The shop writes it first.' });
  return demo.find('tomasz', own.replace('/answers/{answer}', ''), new RegExp(own.replace('{answer}', '[0-9a-f-]{36}')));
}
