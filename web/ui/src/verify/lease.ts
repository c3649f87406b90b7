// How long a document stays with the person who has it open, and whether they were told.
import { t } from '../i18n';

/** So long before its lease ends a person is told, in milliseconds. */
const warning = 120_000;

export class Lease {
  /** They were: the next key only says that somebody is there. */
  warned = false;
  /** By this computer's clock; 0: not known yet. */
  private ends = 0;

  renewed(now: number, seconds: number): void {
    this.ends = now + seconds * 1000;
    this.warned = false;
  }

  forget(): void {
    this.ends = 0;
    this.warned = false;
  }

  /** Nobody touches anything: what is to be said of it; null while there is time. */
  watch(now: number): string | null {
    const left = this.ends - now;
    if (!this.ends || left > warning) return null;
    this.warned = true;
    return left > 0 ? t.verify.lease_ends(Math.ceil(left / 1000)) : t.verify.lease_ended;
  }
}
