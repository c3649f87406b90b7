// Who looks, and when, over every picture of a page: a photograph of the screen tells whose it was.
// It is drawn by the page, so it does not hinder who asks the service itself; the trail names him.
import { moment } from '../i18n';

/** The person who is signed in; set with the session. */
export const viewer = { name: '' };

/** `text`: what the server gave for what is lent. */
export function Watermark({ text = `${viewer.name} · ${moment(new Date().toISOString())}` }: { text?: string }) {
  const width = Math.max(340, [...text].length * 11 + 60);
  return (
    <svg class="watermark" aria-hidden="true">
      <defs>
        <pattern id="watermark" width={width} height="170" patternUnits="userSpaceOnUse" patternTransform="rotate(-24)">
          <text x="10" y="60">{text}</text>
          <text x={width / 3} y="145">{text}</text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#watermark)" />
    </svg>
  );
}
