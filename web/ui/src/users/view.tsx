import { roles, rolesOf, type Role, type User } from '../api';
import type { Screen } from '../app/route';
import { AdministrationTabs } from '../archive/tabs';
import { t } from '../i18n';
import { Alert, Chip, Dialog, LabelledInput } from '../kit/widgets';
import type { UsersCtrl } from './ctrl';

export function UsersView({ ctrl, screens }: { ctrl: UsersCtrl; screens: readonly Screen[] }) {
  return (
    <main class="sheet" id="main">
      <AdministrationTabs at="users" screens={screens} />
      <h1>{t.users.title}</h1>
      {!ctrl.draft && !ctrl.renaming && !ctrl.ending && <Alert>{ctrl.problem}</Alert>}
      <Table ctrl={ctrl} />
      {ctrl.administers && <Add ctrl={ctrl} />}
      <DepartmentsBlock ctrl={ctrl} />
      {ctrl.draft && <Appointment ctrl={ctrl} />}
      {ctrl.ending && (
        <Dialog title={t.users.end_title(ctrl.ending.username)} close={() => ctrl.askToEnd(null)}>
          <Alert>{ctrl.problem}</Alert>
          <p>{t.users.end_text}</p>
          <div class="buttons">
            <button type="button" class="danger" onClick={() => void ctrl.end()}>{t.users.end}</button>
            <button type="button" autofocus onClick={() => ctrl.askToEnd(null)}>{t.common.cancel}</button>
          </div>
        </Dialog>
      )}
      {ctrl.oneTime && (
        <Dialog title={t.users.one_time(ctrl.oneTime.name)} close={() => ctrl.forget()}>
          <p class="secret" data-test="one-time">{ctrl.oneTime.password}</p>
          <p>{t.users.one_time_text}</p>
          {ctrl.oneTime.held && <p>{t.users.held_text}</p>}
          <div class="buttons"><button type="button" class="primary" autofocus onClick={() => ctrl.forget()}>{t.common.close}</button></div>
        </Dialog>
      )}
    </main>
  );
}

function Table({ ctrl }: { ctrl: UsersCtrl }) {
  const { columns } = t.users;
  return (
    <table class="rows">
      <thead><tr><th>{columns.username}</th><th>{columns.name}</th><th>{columns.role}</th><th>{columns.department}</th><th>{columns.state}</th><th>{columns.actions}</th></tr></thead>
      <tbody>
        {ctrl.users.map((user) => (
          <tr key={user.id} class={user.ended ? 'faint' : ''}>
            <td class="mono">{user.username}</td>
            <td>{user.display_name}</td>
            <td class="chips">{rolesOf(user).map((role) => <Chip key={role} kind="quiet">{t.users.roles[role]}</Chip>)}{!user.role && <span class="soft">{t.users.no_role}</span>}</td>
            <td>{user.department ? <>{ctrl.departmentOf(user.department)} {user.manages && <Chip kind="open">{t.users.manages}</Chip>}</> : <span class="soft">{t.users.whole_site}</span>}</td>
            <td class="chips"><State user={user} /></td>
            <td class="actions">{!user.ended && <Actions ctrl={ctrl} user={user} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ user }: { user: User }) {
  const { states } = t.users;
  if (user.ended) return <Chip kind="quiet">{states.ended}</Chip>;
  return (
    <>
      {user.disabled && <Chip kind="error">{states.locked}</Chip>}
      {user.must_change_password && <Chip kind="doubt">{states.must_change}</Chip>}
      {user.second_factor === 'enrolled' ? <Chip kind="confirmed">{states.second_factor}</Chip> : <Chip kind="quiet">{states.no_second_factor}</Chip>}
    </>
  );
}

/** Nobody appoints, unlocks or ends himself: the server refuses it. */
function Actions({ ctrl, user }: { ctrl: UsersCtrl; user: User }) {
  const label = (action: string) => `${action}: ${user.username}`;
  return (
    <>
      {ctrl.appoints && !ctrl.isOwn(user) && <button type="button" class="link" aria-label={label(t.users.appoint)} onClick={() => ctrl.edit(user)}>{t.users.appoint}</button>}
      {ctrl.appoints && !ctrl.isOwn(user) && user.disabled && <button type="button" class="link" aria-label={label(t.users.unlock)} onClick={() => void ctrl.unlock(user)}>{t.users.unlock}</button>}
      {ctrl.administers && <button type="button" class="link" aria-label={label(t.users.reset)} onClick={() => void ctrl.reset(user)}>{t.users.reset}</button>}
      {ctrl.administers && !ctrl.isOwn(user) && <button type="button" class="link" aria-label={label(t.users.end)} onClick={() => ctrl.askToEnd(user)}>{t.users.end}</button>}
    </>
  );
}

function Add({ ctrl }: { ctrl: UsersCtrl }) {
  const { columns } = t.users;
  return (
    <section class="block">
      <h2>{t.users.add}</h2>
      <form class="form-row add-user" onSubmit={(event) => { event.preventDefault(); void ctrl.add(); }}>
        <LabelledInput label={columns.username} value={ctrl.username} set={(value) => ctrl.set('username', value)} />
        <LabelledInput label={columns.name} value={ctrl.name} set={(value) => ctrl.set('name', value)} />
        {ctrl.appoints && (
          <label class="labelled"><span>{columns.role}</span>
            <select value={ctrl.role} onChange={(event) => ctrl.setRole(event.currentTarget.value as Role)}>
              {roles.map((role) => <option key={role} value={role}>{t.users.roles[role]}</option>)}
            </select>
          </label>
        )}
        <button type="submit" class="primary">{t.users.submit}</button>
      </form>
      {!ctrl.appoints && <p class="soft">{t.users.another_appoints}</p>}
    </section>
  );
}

function Appointment({ ctrl }: { ctrl: UsersCtrl }) {
  const { draft } = ctrl;
  if (!draft) return null;
  return (
    <Dialog wide title={t.users.appoint_title(draft.user.username)} close={() => ctrl.edit(null)}>
      <form onSubmit={(event) => { event.preventDefault(); void ctrl.appoint(); }}>
        <Alert>{ctrl.problem}</Alert>
        <fieldset class="choices">
          <legend>{t.users.columns.role}</legend>
          {roles.map((role, index) => (
            <label key={role} class="choice">
              <input type="checkbox" autofocus={index === 0} checked={draft.roles.includes(role)} onChange={() => ctrl.toggle(role)} />
              <span><b>{t.users.roles[role]}</b> <span class="soft">{t.users.duties[role]}</span></span>
            </label>
          ))}
        </fieldset>
        {ctrl.departments.items.length > 0 && (
          <div class="form-row">
            <label class="labelled"><span>{t.users.columns.department}</span>
              <select value={draft.department} disabled={ctrl.isOfSite} onChange={(event) => ctrl.setDepartment(event.currentTarget.value)}>
                <option value="">{t.users.whole_site}</option>
                {ctrl.departments.items.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
              </select>
            </label>
            <label class="choice">
              <input type="checkbox" checked={draft.manages} disabled={!draft.department} onChange={(event) => ctrl.setManages(event.currentTarget.checked)} />
              <span><b>{t.users.manages}</b> <span class="soft">{t.users.manages_text}</span></span>
            </label>
          </div>
        )}
        <p class="soft">{t.users.appoint_text}</p>
        <div class="buttons">
          <button type="submit" class="primary">{t.common.save}</button>
          <button type="button" onClick={() => ctrl.edit(null)}>{t.common.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}

function DepartmentsBlock({ ctrl }: { ctrl: UsersCtrl }) {
  const { items, stations } = ctrl.departments;
  const { departments } = t.users;
  return (
    <section class="block">
      <h2>{departments.title}</h2>
      {!items.length && <p class="soft">{departments.none}</p>}
      {items.length > 0 && (
        <table class="rows">
          <thead><tr><th>{departments.name}</th><th>{departments.people}</th><th>{departments.stations}</th>{ctrl.administers && <th>{t.users.columns.actions}</th>}</tr></thead>
          <tbody>
            {items.map((department) => (
              <tr key={department.id}>
                <td>{department.name}</td>
                <td>{ctrl.users.filter((user) => user.department === department.id && !user.ended).map(({ username }) => username).join(', ')}</td>
                <td class="mono">{stations.filter((station) => station.department === department.id).map(({ name }) => name).join(', ')}</td>
                {ctrl.administers && <td><button type="button" class="link" aria-label={`${departments.rename}: ${department.name}`} onClick={() => ctrl.rename(department)}>{departments.rename}</button></td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ctrl.administers && (
        <form class="form-row add-department" onSubmit={(event) => { event.preventDefault(); void ctrl.addDepartment(); }}>
          <LabelledInput label={departments.name} value={ctrl.departmentName} set={(value) => ctrl.set('departmentName', value)} />
          <button type="submit">{departments.add}</button>
        </form>
      )}
      {ctrl.administers && items.length > 0 && stations.length > 0 && (
        <>
          <h3>{departments.stations}</h3>
          <p class="soft">{departments.stations_text}</p>
          <div class="form-row">
            {stations.map(({ name, department }) => (
              <label key={name} class="labelled"><span class="mono">{name}</span>
                <select value={department ?? ''} onChange={(event) => void ctrl.assign(name, event.currentTarget.value)}>
                  <option value="">{t.users.whole_site}</option>
                  {items.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
                </select>
              </label>
            ))}
          </div>
        </>
      )}
      {ctrl.renaming && (
        <Dialog title={departments.rename} close={() => ctrl.rename(null)}>
          <form onSubmit={(event) => { event.preventDefault(); void ctrl.saveName(); }}>
            <Alert>{ctrl.problem}</Alert>
            <LabelledInput autofocus label={departments.name} value={ctrl.renaming.name} set={(value) => ctrl.setName(value)} />
            <div class="buttons"><button type="submit" class="primary">{t.common.save}</button><button type="button" onClick={() => ctrl.rename(null)}>{t.common.cancel}</button></div>
          </form>
        </Dialog>
      )}
    </section>
  );
}
