// Intake: sends files, two at a time, and shows what became of everything that was received.
import type { Api, OriginalRow, StationHealth } from '../api';
import { PagedList } from '../kit/list';
import { sayProblem } from '../kit/say';

export interface Sending {
  name: string;
  size: number;
  state: 'waiting' | 'sending' | 'sent' | 'duplicate' | 'failed';
  part: number;
  problem: string;
}

const atOnce = 2;
const largest = 50 * 1024 * 1024;

export class IntakeCtrl {
  station = 'upload';
  state = '';
  dragging = false;
  sendings: Sending[] = [];
  stations: StationHealth[] = [];
  readonly originals: PagedList<OriginalRow>;
  private readonly waiting: { file: File; sending: Sending }[] = [];
  private running = 0;

  constructor(
    private readonly api: Api,
    private readonly redraw: () => void,
    readonly open: (document: string) => void,
  ) {
    this.originals = new PagedList((cursor) => this.api.originals(this.state, cursor), redraw);
  }

  /** Everything the screen shows, anew. */
  async refresh(): Promise<void> {
    await Promise.all([this.originals.next ? undefined : this.originals.refresh(), this.lookAtStations()]);
  }

  private async lookAtStations(): Promise<void> {
    this.stations = await this.api.stationHealth().catch(() => this.stations);
    this.redraw();
  }

  filter(state: string): void {
    this.state = state;
    void this.originals.refresh();
  }

  setStation(station: string): void {
    this.station = station;
    this.redraw();
  }

  drag(over: boolean): void {
    if (this.dragging === over) return;
    this.dragging = over;
    this.redraw();
  }

  add(files: readonly File[]): void {
    this.dragging = false;
    for (const file of files) {
      const sending: Sending = { name: file.name, size: file.size, state: 'waiting', part: 0, problem: '' };
      this.sendings.unshift(sending);
      this.waiting.push({ file, sending });
    }
    while (this.running < atOnce && this.waiting.length) void this.worker();
    this.redraw();
  }

  private async worker(): Promise<void> {
    this.running++;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await this.send(next.file, next.sending);
    this.running--;
    void this.originals.refresh();
  }

  private async send(file: File, sending: Sending): Promise<void> {
    sending.state = 'sending';
    this.redraw();
    try {
      if (file.size > largest) throw new Error(`> ${largest / 1024 / 1024} MB`);
      const answer = await this.api.upload(file, this.station, (part) => {
        sending.part = part;
        this.redraw();
      });
      sending.state = answer.duplicate_of ? 'duplicate' : 'sent';
    } catch (error) {
      sending.state = 'failed';
      sending.problem = sayProblem(error);
    }
    sending.part = 1;
    this.redraw();
  }
}
