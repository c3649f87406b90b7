// Users and departments: who may sign in, what each may do and where. Who administers makes, resets
// and ends accounts and keeps the departments; who appoints gives roles and unlocks.
import { rolesOf, type Api, type Department, type Departments, type Permission, type Role, type User } from '../api';
import { sayProblem } from '../kit/say';

/** Nobody who has one of these has another role or a department (web/access.cpp). */
const alone: readonly Role[] = ['auditor', 'security_officer', 'system_administrator', 'administrator'];

/** An appointment as it is being changed. */
export interface Draft { user: User; roles: Role[]; department: string; manages: boolean }

export class UsersCtrl {
  users: User[] = [];
  departments: Departments = { items: [], stations: [] };
  username = '';
  name = '';
  role: Role = 'verifier';
  departmentName = '';
  oneTime: { name: string; password: string; held: boolean } | null = null;
  draft: Draft | null = null;
  ending: User | null = null;
  renaming: Department | null = null;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    private readonly permissions: readonly Permission[],
    readonly me: string,
  ) {}

  get administers(): boolean { return this.permissions.includes('administer'); }
  get appoints(): boolean { return this.permissions.includes('security'); }
  isOwn = (user: User): boolean => user.username === this.me;
  departmentOf = (id: string | null): string => this.departments.items.find((one) => one.id === id)?.name ?? '';

  refresh = () => this.attempt(() => this.load());

  set(field: 'username' | 'name' | 'departmentName', value: string): void {
    this[field] = value;
    this.redraw();
  }

  setRole(role: Role): void {
    this.role = role;
    this.redraw();
  }

  add = () =>
    this.attempt(async () => {
      const { user, one_time_password } = await this.api.addUser(this.username.trim(), this.name.trim(), this.appoints ? this.role : '');
      this.oneTime = { name: user.username, password: one_time_password, held: false };
      this.username = this.name = '';
      await this.load();
    });

  reset = (user: User) =>
    this.attempt(async () => {
      const { one_time_password } = await this.api.resetUser(user.id);
      this.oneTime = { name: user.username, password: one_time_password, held: !this.appoints };
      await this.load();
    });

  unlock = (user: User) =>
    this.attempt(async () => {
      await this.api.unlockUser(user.id);
      await this.load();
    });

  askToEnd(user: User | null): void {
    this.ending = user;
    this.redraw();
  }

  end = () =>
    this.attempt(async () => {
      if (this.ending) await this.api.endUser(this.ending.id);
      this.ending = null;
      await this.load();
    });

  forget(): void {
    this.oneTime = null;
    this.redraw();
  }

  // --- what one person may do, and where --------------------------------------------------------
  edit(user: User | null): void {
    this.draft = user && { user, roles: rolesOf(user), department: user.department ?? '', manages: user.manages };
    this.problem = '';
    this.redraw();
  }

  /** A role that stands alone takes the place of the others, and the other way round. */
  toggle(role: Role): void {
    const { draft } = this;
    if (!draft) return;
    if (draft.roles.includes(role)) draft.roles = draft.roles.filter((one) => one !== role);
    else if (alone.includes(role)) Object.assign(draft, { roles: [role], department: '', manages: false });
    else draft.roles = [...draft.roles.filter((one) => !alone.includes(one)), role];
    this.redraw();
  }

  get isOfSite(): boolean { return this.draft?.roles.some((role) => alone.includes(role)) ?? false; }

  setDepartment(id: string): void {
    if (this.draft) Object.assign(this.draft, { department: id, manages: id !== '' && this.draft.manages });
    this.redraw();
  }

  setManages(manages: boolean): void {
    if (this.draft) this.draft.manages = manages;
    this.redraw();
  }

  appoint = () =>
    this.attempt(async () => {
      const { draft } = this;
      if (!draft) return;
      await this.api.appoint(draft.user.id, draft.roles.join(','), draft.department, draft.manages);
      this.draft = null;
      await this.load();
    });

  // --- departments ------------------------------------------------------------------------------
  addDepartment = () =>
    this.attempt(async () => {
      await this.api.addDepartment(this.departmentName.trim());
      this.departmentName = '';
      await this.load();
    });

  rename(department: Department | null): void {
    this.renaming = department && { ...department };
    this.redraw();
  }

  setName(name: string): void {
    if (this.renaming) this.renaming.name = name;
    this.redraw();
  }

  saveName = () =>
    this.attempt(async () => {
      if (this.renaming) await this.api.renameDepartment(this.renaming.id, this.renaming.name.trim());
      this.renaming = null;
      await this.load();
    });

  assign = (station: string, department: string) =>
    this.attempt(async () => {
      await this.api.assignStation(station, department);
      await this.load();
    });

  private async load(): Promise<void> {
    [this.users, this.departments] = await Promise.all([this.api.users(), this.api.departments()]);
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = '';
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.redraw();
  }
}
