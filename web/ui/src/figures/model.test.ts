import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figures, PersonAnswers } from '../api';
import { address } from '../app/route';
import { everyDay, lastDay, listBehind, peopleOf, shareOf, totalsOf } from './model';

const figures: Figures = {
  since: '2026-11-01T00:00:00.000Z',
  waiting: [{ type: 'id_card', by_age: [1, 2, 0, 3, 4] }, { type: 'passport', by_age: [1, 0, 0, 0, 0] }],
  deadlines: [],
  days: [
    { day: '2026-11-20', files: 5, unreadable: 1, documents: 6, straight_through: 3, by_people: 2 },
    { day: '2026-11-23', files: 1, unreadable: 0, documents: 2, straight_through: 1, by_people: 0 },
  ],
  work: [
    { person: 'li', hour: '2026-11-23T07:00:00.000Z', fields: 30 },
    { person: 'li', hour: '2026-11-23T08:00:00.000Z', fields: 10 },
    { person: 'zhao', hour: '2026-11-23T08:00:00.000Z', fields: 50 },
  ],
  stations: [],
  accuracy: { sampled: 0, accepted: 0, wrong: 0, wrong_share: { least: 0, most: 1 }, calibration: [] },
};
const answers: PersonAnswers[] = [{ person: 'wang', caught: 3, missed: 1, differed: 0, disputed: 0, caught_share: { least: 0.2, most: 0.99 } }];

test('totals add up over types, days and people', () => {
  assert.deepEqual(totalsOf(figures), { waiting: 11, overdue: 7, files: 6, documents: 8, straightThrough: 4, fields: 90 });
});

test('a share of nothing is no share', () => {
  assert.equal(shareOf(1, 4), 0.25);
  assert.equal(shareOf(0, 0), null);
});

test('people are told by how much they settled an hour, and who only saw known answers is there too', () => {
  assert.deepEqual(peopleOf(figures, answers).map(({ person, fields, hours, perHour }) => [person, fields, hours, perHour]), [
    ['zhao', 50, 1, 50],
    ['li', 40, 2, 20],
    ['wang', 0, 0, 0],
  ]);
});

test('the last day has its 24 hours, those of rest as zeros', () => {
  const hours = lastDay(figures, new Date('2026-11-23T08:30:00Z').getTime());
  assert.equal(hours.length, 24);
  assert.deepEqual(hours.slice(-2).map(({ fields }) => fields), [30, 60]);
  assert.equal(hours[0]?.fields, 0);
});

test('days on which nothing happened are there', () => {
  assert.deepEqual(everyDay(figures, '2026-11-24').map(({ day, files }) => [day, files]), [
    ['2026-11-20', 5], ['2026-11-21', 0], ['2026-11-22', 0], ['2026-11-23', 1], ['2026-11-24', 0],
  ]);
});

test('behind each deadline there is a list', () => {
  assert.deepEqual(Object.values(listBehind).map(([screen, id]) => address({ screen, id })), ['#/queue', '#/loans/out', '#/due/review', '#/due/expiry']);
});
