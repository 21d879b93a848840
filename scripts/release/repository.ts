// `tsx scripts/release/repository.ts URL`: names the repository in every package of a release. Links of the pages that
// are packed then lead there, where they lead to what is not in the package.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from '../kit/pack.ts';
import { root } from '../kit/places.mjs';
import { type Manifest, readManifest } from '../kit/stage.ts';
import { inTemporaryFolder } from '../kit/temporary.ts';

/** A link in Markdown, but not to a place on the same page. */
const LINK = /\]\((?!https:|#)([^)\s]+)\)/g;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await nameRepository(root, process.argv[2]!);
}

/** Names a repository in the main package in a folder, and in those of the platforms in its npm/. */
export async function nameRepository(folder: string, url: string): Promise<void> {
  const platforms = await readdir(join(folder, 'npm'));
  for (const place of [folder, ...platforms.map((name) => join(folder, 'npm', name))]) {
    const manifest = {
      ...(await readManifest(place)),
      repository: { type: 'git', url: `git+${url}.git` },
      homepage: `${url}#readme`,
      bugs: { url: `${url}/issues` },
    } satisfies Manifest;
    await writeFile(join(place, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  const { version } = await readManifest(folder);
  const paths = await inTemporaryFolder('offloop-pages-', async (temporary) =>
    (await pack(folder, temporary)).files.map(({ path }) => path),
  );
  for (const page of paths.filter((path) => path.endsWith('.md'))) {
    const text = await readFile(join(folder, page), 'utf8');
    await writeFile(join(folder, page), withoutDeadLinks(page, text, paths, `${url}/blob/v${version}`));
  }
}

/** A page's text, whose links to what is not packed lead to the same file elsewhere. */
export function withoutDeadLinks(
  page: string,
  text: string,
  packed: readonly string[],
  elsewhere: string,
): string {
  return text.replaceAll(LINK, (whole, link: string) => {
    const path = targetOf(page, link);
    return packed.includes(path.split('#', 1)[0]!) ? whole : `](${elsewhere}/${path})`;
  });
}

/** The links of a page that lead to what is not packed. */
export function deadLinks(page: string, text: string, packed: readonly string[]): string[] {
  const links = Array.from(text.matchAll(LINK), ([, link = '']) => link);
  return links.filter((link) => !packed.includes(targetOf(page, link).split('#', 1)[0]!));
}

function targetOf(page: string, link: string): string {
  return posix.join(posix.dirname(page), link);
}
