import type { PluginCard, PluginShelf } from '../../glpi/checks.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { ClosedMarketplace } from './closed-marketplace.tsx';
import { Out } from './out.tsx';
import { PluginGroup } from './plugin-group.tsx';
import { all, type Shelves, useShelves } from './use-shelves.ts';

/** As many as one can look through. */
const mostShown = 12;

/** Free plugins that this GLPI does not have yet, by GLPI's own categories and in its order of downloads. */
export function FreePlugins({ site }: { site: string }) {
  const shelves = useShelves(site);
  return (
    <div class="shelves">
      <div>
        <h3>{t('doctor_free')}</h3>
        <p class="hint" id="free-note">
          {t('doctor_free_what')}
        </p>
      </div>
      {shelves.chosen === null ? (
        <div class="actions">
          <Button onClick={() => shelves.look(all)} describedBy="free-note">
            {t('doctor_free_look')}
          </Button>
        </div>
      ) : (
        <Categories shelves={shelves} />
      )}
      <div role="status" data-test="shelf" aria-busy={shelves.isLooking}>
        {shelves.isLooking && (
          <p class="hint">
            <span class="spinner" aria-hidden="true" /> {t('doctor_unlocks_looking')}
          </p>
        )}
        {shelves.shelf?.ok && <Shelf shelf={shelves.shelf.value} />}
        {shelves.shelf !== null && !shelves.shelf.ok && (
          <ProblemNotice problem={shelves.shelf.problem} tone="warning" />
        )}
      </div>
      {shelves.shelf?.ok && (
        <p class="links">
          <Out href={`${site}/front/marketplace.php`}>{t('doctor_free_open')}</Out>
        </p>
      )}
    </div>
  );
}

/** GLPI's list of categories, each one press. Until it is there: all of them. */
function Categories({ shelves }: { shelves: Shelves }) {
  const everything = { key: all, name: t('doctor_free_all') };
  return (
    <fieldset class="categories">
      <legend class="hidden">{t('doctor_free_categories')}</legend>
      {[everything, ...(shelves.categories ?? [])].map(({ key, name }) => (
        <button
          key={key}
          type="button"
          class="category"
          aria-pressed={key === shelves.chosen}
          aria-disabled={shelves.isLooking}
          onClick={() => shelves.look(key)}
        >
          <bdi>{name}</bdi>
        </button>
      ))}
    </fieldset>
  );
}

/** Free, and not here yet: GLPI would download it, or have it unpacked by hand. */
const isFree = ({ action, offer }: PluginCard) =>
  offer === null && (action === 'download' || action === 'byHand');

function Shelf({ shelf }: { shelf: PluginShelf }) {
  if (shelf.verdict !== 'open') return <ClosedMarketplace says={shelf.says} />;
  const free = shelf.plugins.filter(isFree);
  return (
    <>
      {shelf.warning !== null && (
        <Notice tone="warning">
          <p>
            <q>{shelf.warning}</q>
          </p>
        </Notice>
      )}
      {free.length === 0 ? (
        <p>{t('doctor_free_none')}</p>
      ) : (
        <PluginGroup
          title={t('doctor_free_title', { shown: Math.min(free.length, mostShown) })}
          heading="h4"
          plugins={free.slice(0, mostShown)}
          says="description"
        />
      )}
      <p class="hint">
        {t('doctor_free_looked', {
          looked: shelf.plugins.length,
          total: shelf.total ?? shelf.plugins.length,
        })}
      </p>
    </>
  );
}
