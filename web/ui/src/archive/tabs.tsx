// The ways into the archive, on top of each of its screens.
import type { Screen } from '../app/route';
import { t } from '../i18n';

const places = ['records', 'customers', 'loans', 'due', 'disposals', 'requests', 'registers', 'statistics'] as const;

export function ArchiveTabs({ at, screens }: { at: Screen; screens: readonly Screen[] }) {
  const open = places.filter((place) => screens.includes(place));
  return open.length > 1 ? (
    <nav class="tabs" aria-label={t.archive.label}>
      {open.map((place) => <a key={place} href={`#/${place}`} aria-current={place === at ? 'page' : undefined}>{t.nav[place]}</a>)}
    </nav>
  ) : null;
}
