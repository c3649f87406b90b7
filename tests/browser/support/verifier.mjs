// A person at the workstation who has no mouse: looks at the page, presses keys.

export class Verifier {
  constructor(page) {
    this.page = page;
    this.keystrokes = 0;
  }

  async press(...keys) {
    for (const key of keys) {
      this.keystrokes++;
      await this.page.keyboard.press(key);
    }
  }

  async type(text) {
    this.keystrokes += [...text].length;
    await this.page.keyboard.type(text);
  }

  async fillForm(...values) {
    for (const [index, value] of values.entries()) {
      if (index) await this.press('Tab');
      await this.type(value);
    }
    await this.press('Enter');
  }

  async signIn(address, username, password) {
    await this.page.goto(address);
    await this.page.waitForSelector('input[autocomplete=username]:focus');
    await this.fillForm(username, password);
  }

  /** With the one-time password, in place of which they choose their own. */
  async firstSignIn(address, username, oneTime, chosen) {
    await this.signIn(address, username, oneTime);
    await this.page.waitForSelector('input[autocomplete=new-password]');
    await this.fillForm(oneTime, chosen, chosen);
    await this.page.waitForSelector('.frame');
  }

  /** Tabs until what has the focus matches. */
  async tabTo(selector) {
    for (let presses = 0; presses < 80; presses++) {
      if (await this.page.evaluate((wanted) => !!document.activeElement?.matches(wanted), selector)) return;
      await this.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${selector}`);
  }

  /** To a screen, by its name in the navigation. */
  async goTo(screen) {
    await this.tabTo(`nav a[href="#/${screen}"]`);
    await this.press('Enter');
    await this.page.waitForSelector(`nav a[href="#/${screen}"][aria-current=page]`);
  }

  /** A screen by its address, as a bookmark opens it. */
  async open(screen) {
    await this.page.evaluate((to) => { location.hash = `#/${to}`; }, screen);
    await this.page.waitForSelector('main#main');
  }

  /** What a person sees of the document in work; null when the queue is finished. */
  look() {
    return this.page.evaluate(() => {
      const main = document.querySelector('main.verify');
      if (!main) return null;
      const text = (selector) => main.querySelector(selector)?.textContent ?? '';
      const entry = main.querySelector('.card .entry');
      const shown = main.querySelector('.card [data-test=value]');
      const current = main.querySelector('.row-current');
      return {
        document: main.dataset.document,
        phase: main.dataset.phase,
        source: text('.source span'),
        type: text('.panel-title h2'),
        atCommit: !!main.querySelector('[data-test=commit]'),
        typing: !!entry,
        field: (entry ?? shown)?.dataset.field ?? '',
        state: current?.dataset.state ?? '',
        value: entry ? entry.value : shown?.querySelector('em') ? '' : (shown?.textContent ?? ''),
        options: [...main.querySelectorAll('.card .options .option span')].map((one) => one.textContent),
        asking: !!document.querySelector('dialog[open]'),
        changed: text('[data-test=changed]'),
        focus: document.activeElement?.closest('.card') ? 'card' : (document.activeElement?.tagName ?? ''),
      };
    });
  }

  /** Until the server has answered every decision; then what is seen. */
  async settled() {
    await this.page.waitForSelector('main.verify[data-unsent="0"], main.centre');
    return this.look();
  }

  async waitForDocument(other = '') {
    await this.page.waitForFunction(
      (before) => {
        const main = document.querySelector('main.verify');
        return main ? main.dataset.document !== before && main.dataset.phase === 'working' : !!document.querySelector('main.centre .done-mark');
      },
      other,
      { polling: 20 },
    );
    return this.look();
  }

  /** Settles the field in question as `truth` says; undefined: leaves it as read. Returns what was done. */
  async settle(seen, truth) {
    if (truth === undefined || truth === seen.value) {
      await this.press('Enter');
      return 'confirmed';
    }
    const option = seen.options.indexOf(truth);
    if (!seen.typing && option >= 0) {
      await this.press(String(option + 1), 'Enter');
      return 'picked';
    }
    if (!seen.typing) await this.press('e');
    await this.type(truth);
    await this.press('Enter');
    return 'corrected';
  }
}
