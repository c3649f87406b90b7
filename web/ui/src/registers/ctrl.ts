// Registers to print and sign: what is asked of one, those that were made.
import { classNames, type Api, type ClassName, type FilingPlan, type Register, type RegisterKind } from '../api';
import type { Language } from '../i18n';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

export const registerKinds: RegisterKind[] = ['handover', 'loans', 'destruction'];

/** The server's spelling of a language that something is printed in. */
export const printed = (language: Language): string => ({ 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', en: 'en' })[language];

export class RegistersCtrl {
  kind: RegisterKind = 'handover';
  from: string;
  until: string;
  readonly classes: Partial<Record<ClassName, string>> = {};
  language: Language;
  plan: FilingPlan | null = null;
  readonly made: PagedList<Register>;
  problem = '';
  busy = false;

  /** `today`: the site's day. From the year's first day to it is asked for at first. */
  constructor(private readonly api: Api, today: string, language: Language, readonly mayMake: boolean, private readonly redraw: () => void, private readonly save: (name: string, file: Blob) => void, private readonly say: (number: string) => void) {
    this.from = `${today.slice(0, 4)}-01-01`;
    this.until = today;
    this.language = language;
    this.made = new PagedList((cursor) => api.registers(cursor), redraw);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.made.refresh(), this.api.filingPlan().then((plan) => { this.plan = plan; }).catch(() => undefined)]);
    this.redraw();
  }

  set(part: 'from' | 'until', text: string): void {
    this[part] = text;
    this.redraw();
  }

  choose(kind: RegisterKind): void {
    this.kind = kind;
    // Of what is gone only its retention class is known.
    if (kind === 'destruction') for (const name of classNames) if (name !== 'retention_class') delete this.classes[name];
    this.redraw();
  }

  speak(language: Language): void {
    this.language = language;
    this.redraw();
  }

  setClass(name: ClassName, word: string): void {
    if (word) this.classes[name] = word;
    else delete this.classes[name];
    this.redraw();
  }

  /** Classes that the plan has words for and this kind of register knows. */
  get askable(): FilingPlan['classes'] {
    return (this.plan?.classes ?? []).filter(({ name, words }) => words.length > 0 && (this.kind !== 'destruction' || name === 'retention_class'));
  }

  get mayPrint(): boolean {
    return !this.busy && this.from !== '' && this.until !== '' && this.from <= this.until;
  }

  async print(): Promise<void> {
    this.busy = true;
    this.redraw();
    try {
      const { name, file } = await this.api.makeRegister({ kind: this.kind, from: this.from, until: this.until, language: printed(this.language), ...this.classes });
      this.save(name, file);
      this.say(name.replace(/\.pdf$/, ''));
      this.problem = '';
      await this.made.refresh();
    } catch (error) {
      this.problem = sayProblem(error);
    }
    this.busy = false;
    this.redraw();
  }
}
