import type { Webhook } from '../api';
import type { Screen } from '../app/route';
import { AdministrationTabs } from '../archive/tabs';
import { count, moment, t, word } from '../i18n';
import { Alert, Chip, Dialog } from '../kit/widgets';
import type { WebhooksCtrl } from './ctrl';

export function WebhooksView({ ctrl, screens }: { ctrl: WebhooksCtrl; screens: readonly Screen[] }) {
  const words = t.webhooks;
  return (
    <main class="sheet" id="main">
      <AdministrationTabs at="webhooks" screens={screens} />
      <header class="sheet-head"><h1>{words.title}</h1></header>
      <p class="small">{words.text}</p>
      {!ctrl.dropping && <Alert>{ctrl.problem}</Alert>}
      {ctrl.webhooks.map((one) => <One key={one.name} ctrl={ctrl} webhook={one} />)}
      {!ctrl.webhooks.length && !ctrl.loading && !ctrl.problem && <p class="empty">{words.none}</p>}
      {ctrl.dropping && <Dropping ctrl={ctrl} webhook={ctrl.dropping} />}
    </main>
  );
}

/** Well, waiting its turn, or in trouble. */
const State = ({ webhook }: { webhook: Webhook }) => {
  const words = t.webhooks;
  if (webhook.trouble) return <Chip kind="error">{word(words.troubles, webhook.trouble)}</Chip>;
  return webhook.queue.waiting ? <Chip kind="open">{words.working}</Chip> : <Chip kind="confirmed">{words.well}</Chip>;
};

function One({ ctrl, webhook }: { ctrl: WebhooksCtrl; webhook: Webhook }) {
  const words = t.webhooks;
  const { queue } = webhook;
  const tested = ctrl.tested[webhook.name];
  const act = (label: string, run: () => void, disabled = false) => (
    <button type="button" aria-label={`${label}: ${webhook.name}`} disabled={disabled || ctrl.busy.has(webhook.name)} onClick={run}>{label}</button>
  );
  return (
    <section class="block" data-webhook={webhook.name}>
      <div class="block-head"><h2 class="mono">{webhook.name}</h2><State webhook={webhook} /></div>
      <dl class="field-values">
        <div><dt>{words.url}</dt><dd class="mono uri">{webhook.url}</dd></div>
        <div><dt>{words.events}</dt><dd class="chips">{webhook.events.map((event) => <Chip key={event} kind="quiet">{word(t.actions, event)}</Chip>)}</dd></div>
        <div><dt>{words.waiting}</dt><dd>{queue.is_more ? words.many(count(queue.waiting)) : count(queue.waiting)}</dd></div>
        {queue.next && <div><dt>{words.next}</dt><dd>{word(t.actions, queue.next.event)} <span class="small">{moment(queue.next.occurred_at)}{webhook.attempts > 0 && <> · {words.attempts(webhook.attempts)}</>}{webhook.tried_again_at && <> · {words.again_at(moment(webhook.tried_again_at))}</>}</span></dd></div>}
        <div><dt>{words.gives_up}</dt><dd>{words.after_hours(webhook.given_up_after_h)}</dd></div>
      </dl>
      {tested !== undefined && <p role="status">{tested === null ? <Chip kind="confirmed">{words.test_well}</Chip> : <><Chip kind="error">{words.test_failed}</Chip> {word(words.troubles, tested)}</>}</p>}
      <p class="buttons">
        {act(words.test, () => void ctrl.test(webhook.name))}
        {act(words.resume, () => void ctrl.resume(webhook.name), !webhook.tried_again_at)}
        {act(words.drop, () => ctrl.askToDrop(webhook), !queue.next || !webhook.trouble)}
      </p>
    </section>
  );
}

const Dropping = ({ ctrl, webhook }: { ctrl: WebhooksCtrl; webhook: Webhook }) => (
  <Dialog title={t.webhooks.drop_title(webhook.name)} close={() => ctrl.askToDrop(null)}>
    <p>{t.webhooks.drop_text(webhook.queue.next ? word(t.actions, webhook.queue.next.event) : '', webhook.queue.next ? moment(webhook.queue.next.occurred_at) : '')}</p>
    <Alert>{ctrl.problem}</Alert>
    <div class="buttons">
      <button type="button" class="danger" disabled={ctrl.busy.size > 0} onClick={() => void ctrl.drop()}>{t.webhooks.drop}</button>
      <button type="button" autofocus onClick={() => ctrl.askToDrop(null)}>{t.common.cancel}</button>
    </div>
  </Dialog>
);
