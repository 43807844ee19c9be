import { useState } from 'preact/hooks';
import { type NoticeKind, type NoticeSettings, noticeKinds } from '../../../invite/notice.ts';
import type { Problem } from '../../../invite/problem.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { BellIcon, CheckIcon } from '../../../ui/icons.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import { Loading } from '../list-parts.tsx';
import { useNotificationPermission } from './permission.ts';

/** What the browser tells the admin while none of our pages is looked at, and what it keeps to itself. */
export function NoticesView() {
  const { outcome, refresh } = useReply('notices.settings', {});
  // What was switched last, until the ledger says the same: a switch must not jump back for a moment.
  const [chosen, setChosen] = useState<NoticeSettings | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (outcome === null) return <Loading />;
  const settings = chosen ?? (outcome.ok ? outcome.value : null);

  async function save(next: NoticeSettings) {
    setChosen(next);
    const saved = await ask('notices.save', next);
    setProblem(saved.ok ? null : saved.problem);
    if (!saved.ok) setChosen(null);
    refresh();
  }

  return (
    <div class="view">
      <div class="list-part notices">
        <div class="view-head">
          <h2 id="view-title">{t('dash_notices')}</h2>
        </div>
        {!outcome.ok && <ProblemNotice problem={outcome.problem} />}
        {problem !== null && <ProblemNotice problem={problem} />}
        {settings !== null && (
          <>
            <section class="notices-part" aria-labelledby="notices-browser">
              <h3 id="notices-browser">{t('notices_browser')}</h3>
              <SwitchedOn />
              <Kinds settings={settings} onSave={save} />
            </section>
            <section class="notices-part" aria-labelledby="notices-toolbar">
              <h3 id="notices-toolbar">{t('notices_toolbar')}</h3>
              <Choice
                name="badge"
                label={t('notices_badge')}
                hint={t('notices_badgeHint')}
                checked={settings.badge}
                onValue={(badge) => void save({ ...settings, badge })}
              />
            </section>
          </>
        )}
      </div>
    </div>
  );
}

type Sample = 'shown' | 'notShown' | null;

/** Whether notifications are shown at all: the browser's own permission, asked for by a button of ours alone. */
function SwitchedOn() {
  const { isOn, askFor, giveBack } = useNotificationPermission();
  const [wasRefused, setRefused] = useState(false);
  const [sample, setSample] = useState<Sample>(null);

  async function trySample() {
    const outcome = await ask('notices.sample', {});
    setSample(outcome.ok && outcome.value.shown ? 'shown' : 'notShown');
  }

  if (isOn === null) return <Loading />;
  if (!isOn) {
    return (
      <div class="notices-state" data-test="notices-off">
        <BellIcon />
        <div>
          <p>{t('notices_off')}</p>
          <p class="hint">{t('notices_offHint')}</p>
          {wasRefused && (
            <Notice tone="warning">
              <p class="notice-sentence">{t('notices_refused')}</p>
              <p class="notice-next">{t('notices_refusedNext')}</p>
            </Notice>
          )}
        </div>
        <Button
          kind="primary"
          // Straight from the press: Firefox forgets it at the first await.
          onClick={() => void askFor().then((given) => setRefused(!given))}
        >
          {t('notices_switchOn')}
        </Button>
      </div>
    );
  }
  return (
    <div class="notices-state" data-test="notices-on">
      <CheckIcon />
      <div>
        <p>{t('notices_on')}</p>
        <p class="hint" role="status">
          {sample === null
            ? t('notices_onHint')
            : t(sample === 'shown' ? 'notices_sampleShown' : 'notices_sampleNotShown')}
        </p>
      </div>
      <div class="actions small">
        <Button onClick={() => void trySample()}>{t('notices_try')}</Button>
        <Button kind="quiet" onClick={() => void giveBack()}>
          {t('notices_switchOff')}
        </Button>
      </div>
    </div>
  );
}

interface KindsProps {
  readonly settings: NoticeSettings;
  readonly onSave: (settings: NoticeSettings) => Promise<void>;
}

function Kinds({ settings, onSave }: KindsProps) {
  const { kinds } = settings;
  const set = (kind: NoticeKind, wanted: boolean) =>
    onSave({ ...settings, kinds: { ...kinds, [kind]: wanted } });
  return (
    <fieldset class="notices-kinds">
      <legend>{t('notices_kinds')}</legend>
      {noticeKinds.map((kind) => (
        <Choice
          key={kind}
          name={kind}
          label={t(`notices_${kind}`)}
          hint={t(`notices_${kind}Hint`)}
          checked={kinds[kind]}
          onValue={(wanted) => void set(kind, wanted)}
        />
      ))}
      <Choice
        name="showNames"
        label={t('notices_showNames')}
        hint={t('notices_showNamesHint')}
        checked={settings.showNames}
        onValue={(showNames) => void onSave({ ...settings, showNames })}
      />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onValue: (checked: boolean) => void;
}

function Choice({ name, label, hint, checked, onValue }: ChoiceProps) {
  return (
    <div class="notices-choice">
      <Switch name={name} label={label} checked={checked} onValue={onValue} />
      <p class="hint">{hint}</p>
    </div>
  );
}
