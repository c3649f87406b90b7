import type { Role } from '../api';
import { t } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput } from '../kit/widgets';
import type { UsersCtrl } from './ctrl';

export function UsersView({ ctrl }: { ctrl: UsersCtrl }) {
  const { columns, roles } = t.users;
  return (
    <main class="sheet" id="main">
      <h1>{t.users.title}</h1>
      <Alert>{ctrl.problem}</Alert>
      <table class="rows">
        <thead><tr><th>{columns.username}</th><th>{columns.name}</th><th>{columns.role}</th><th>{columns.actions}</th></tr></thead>
        <tbody>
          {ctrl.users.map((user) => (
            <tr key={user.id}>
              <td class="mono">{user.username}</td>
              <td>{user.display_name}</td>
              <td><Chip kind="quiet">{roles[user.role]}</Chip></td>
              <td><button type="button" class="link" onClick={() => void ctrl.reset(user)}>{t.users.reset}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <section class="block">
        <h2>{t.users.add}</h2>
        <form class="form-row" onSubmit={(event) => { event.preventDefault(); void ctrl.add(); }}>
          <LabelledInput label={columns.username} value={ctrl.username} set={(value) => ctrl.set('username', value)} />
          <LabelledInput label={columns.name} value={ctrl.name} set={(value) => ctrl.set('name', value)} />
          <label class="labelled"><span>{columns.role}</span>
            <select value={ctrl.role} onChange={(event) => ctrl.setRole(event.currentTarget.value as Role)}>
              {Object.entries(roles).map(([role, title]) => <option key={role} value={role}>{title}</option>)}
            </select>
          </label>
          <button type="submit" class="primary">{t.users.submit}</button>
        </form>
      </section>
      {ctrl.oneTime && (
        <Dialog title={t.users.one_time(ctrl.oneTime.name)} close={() => ctrl.forget()}>
          <p class="secret" data-test="one-time">{ctrl.oneTime.password}</p>
          <p>{t.users.one_time_text}</p>
          <div class="buttons"><button type="button" class="primary" autofocus onClick={() => ctrl.forget()}>{t.common.close}</button></div>
        </Dialog>
      )}
    </main>
  );
}
