// Users, for administrators: who may sign in, and one-time passwords, each shown once.
import type { Api, Role, User } from '../api';
import { sayProblem } from '../kit/say';

export class UsersCtrl {
  users: User[] = [];
  username = '';
  name = '';
  role: Role = 'verifier';
  oneTime: { name: string; password: string } | null = null;
  problem = '';

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
  ) {}

  refresh = () =>
    this.attempt(async () => {
      this.users = await this.api.users();
    });

  set(field: 'username' | 'name', value: string): void {
    this[field] = value;
    this.redraw();
  }

  setRole(role: Role): void {
    this.role = role;
    this.redraw();
  }

  add = () =>
    this.attempt(async () => {
      const { user, one_time_password } = await this.api.addUser(this.username.trim(), this.name.trim(), this.role);
      this.oneTime = { name: user.username, password: one_time_password };
      this.username = this.name = '';
      this.users = await this.api.users();
    });

  reset = (user: User) =>
    this.attempt(async () => {
      const { one_time_password } = await this.api.resetUser(user.id);
      this.oneTime = { name: user.username, password: one_time_password };
    });

  forget(): void {
    this.oneTime = null;
    this.redraw();
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
