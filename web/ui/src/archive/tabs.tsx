// The ways into the archive, and about the site, on top of each of their screens.
import type { Screen } from '../app/route';
import { t } from '../i18n';

const places = ['records', 'customers', 'loans', 'due', 'disposals', 'requests', 'registers', 'statistics', 'exports'] as const;
const administration = ['users', 'webhooks'] as const;

interface Props { at: Screen; screens: readonly Screen[] }

const Tabs = ({ at, screens, of, label }: Props & { of: readonly (keyof typeof t.nav & Screen)[]; label: string }) => {
  const open = of.filter((place) => screens.includes(place));
  return open.length > 1 ? (
    <nav class="tabs" aria-label={label}>
      {open.map((place) => <a key={place} href={`#/${place}`} aria-current={place === at ? 'page' : undefined}>{t.nav[place]}</a>)}
    </nav>
  ) : null;
};

export const ArchiveTabs = (props: Props) => <Tabs {...props} of={places} label={t.archive.label} />;

/** The same for who runs the site. */
export const AdministrationTabs = (props: Props) => <Tabs {...props} of={administration} label={t.webhooks.label} />;
