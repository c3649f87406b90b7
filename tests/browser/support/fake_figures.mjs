// Made-up counts for the overview: a month of work at a branch, with a Sunday off now and then.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const dayOf = (at) => new Date(at + 8 * hourMs).toISOString().slice(0, 10);

export function figures(days, now = Date.now()) {
  const list = Array.from({ length: days }, (_, index) => now - (days - 1 - index) * dayMs).filter((at) => new Date(at + 8 * hourMs).getUTCDay() !== 0);
  const work = [];
  for (let back = 0; back < 24 * Math.min(days, 30); back++) {
    const hour = Math.floor(now / hourMs - back) * hourMs;
    const clock = new Date(hour + 8 * hourMs).getUTCHours();
    if (clock < 8 || clock > 17 || clock === 12) continue;
    for (const [person, pace] of [['li', 210], ['zhao', 164], ['wang', 95]]) work.push({ person, hour: new Date(hour).toISOString(), fields: pace + (back * 37) % 41 });
  }
  return {
    since: new Date(now - days * dayMs).toISOString(),
    waiting: [
      { type: 'id_card', by_age: [12, 31, 8, 0, 0] },
      { type: 'business_licence', by_age: [4, 16, 11, 3, 1] },
      { type: 'customer_form', by_age: [22, 47, 38, 9, 0] },
    ],
    deadlines: [
      { kind: 'queue', by_time: [6, 118, 32, 0, 0] },
      { kind: 'loan', by_time: [1, 2, 5, 0, 0] },
      { kind: 'review', by_time: [3, 0, 8, 41, 96] },
      { kind: 'expiry', by_time: [12, 1, 9, 57, 140] },
    ],
    days: list.map((at, index) => {
      const documents = 800 + (index * 131) % 240;
      const through = Math.round(documents * (0.58 + (index % 5) * 0.02));
      return { day: dayOf(at), files: documents - 60, unreadable: index % 4, documents, straight_through: through, by_people: documents - through - 12 };
    }),
    work,
    stations: [{ station: 'branch-7', files: 14210, unreadable: 31 }, { station: 'counter-2', files: 3880, unreadable: 2 }],
    accuracy: {
      sampled: 1640, accepted: 1598, wrong: 2, wrong_share: { least: 0.00015, most: 0.0045 },
      calibration: [
        { from: 0.5, values: 210, right: 141, confidence: 0.66, right_share: { least: 0.603, most: 0.734 } },
        { from: 0.8, values: 420, right: 361, confidence: 0.855, right_share: { least: 0.823, most: 0.891 } },
        { from: 0.95, values: 980, right: 951, confidence: 0.967, right_share: { least: 0.958, most: 0.98 } },
        { from: 0.99, values: 2900, right: 2879, confidence: 0.993, right_share: { least: 0.989, most: 0.9955 } },
        { from: 0.999, values: 6100, right: 6098, confidence: 0.9995, right_share: { least: 0.9988, most: 0.99996 } },
      ],
    },
  };
}

export const knownAnswers = [
  { person: 'li', caught: 41, missed: 1, differed: 0, disputed: 1, caught_share: { least: 0.874, most: 0.999 } },
  { person: 'zhao', caught: 22, missed: 6, differed: 1, disputed: 0, caught_share: { least: 0.565, most: 0.897 } },
];
