// An archive in which every screen has something to show, made through the interface: people of each
// role, documents that wait and records that were committed, and whatever is done with records.
import { writeFile } from 'node:fs/promises';
import { Client } from './client.mjs';
import { announce, scan, truthOf } from './service.mjs';

export const password = 'a quiet afternoon in the archive';

/** Who works there; each signs in by his name with the password above. */
export const people = {
  ouyang: ['欧阳晓明', 'operator'],
  chen: ['陈核验', 'verifier'],
  zhou: ['周仲裁', 'arbiter'],
  sun: ['孙主管', 'supervisor'],
  deng: ['邓档案', 'records'],
  fang: ['方档案', 'records'],
  xu: ['许导出', 'exporter'],
  guo: ['郭审计', 'auditor'],
  hejing: ['何安全', 'security_officer'],
  luo: ['罗系统', 'system_administrator'],
};

const departments = ['个人金融部', '企业金融与国际业务结算中心'];
const batch = '个人开户资料 2026-11 第三批';

const scans = {
  'counter-1': ['01-id-card-portrait-side.jpg', '04-id-card-copy-grey.jpg', '02-id-card-emblem-side.jpg'],
  'haidian-back-office-02': ['05-licence-2019.jpg', '08-form-with-id-card.tif', '11-form-label-above.png'],
};
const truths = (await Promise.all(Object.values(scans).flat().map(truthOf))).flat();

/** What people and things are called, in no language of ours. */
export const names = [...truths.map(({ fields }) => fields.name ?? fields.company_name).filter(Boolean), ...Object.entries(people).flatMap(([username, [shown]]) => [username, shown]), ...departments, batch, 'Administrator', 'administrator', 'admin', 'counter', 'haidian', 'back', 'office', 'visitor', 'pass', 'holder'];

/** Where `furnish` finds its services outside and what it is to ask of people. */
export const config = `
[verify]
sample = 0.3
[deadline]
business_licence = 2
other = 48
[webhook.crm]
url = "https://127.0.0.1:9/dossier"
key_id = "branch-17"
key_file = "KEY"
events = ["record_committed", "original_kept"]
`;

export const configOf = async (data) => {
  const key = `${data}.key`;
  await writeFile(key, 'a key of the browser tests\n', { mode: 0o600 });
  return config.replace('KEY', key);
};

const pass = `name = "visitor_pass"
version = 1
title = { zh_hans = "来访登记证", zh_hant = "來訪登記證", en = "Visitor pass" }

[[anchor]]
text = "来访登记证"
weight = 3.0

[[field]]
name = "holder"
title = { zh_hans = "持证人", zh_hant = "持證人", en = "Holder" }
labels = ["持证人"]
grammar = "name"
`;

const until = async (look, seconds = 240) => {
  for (let waited = 0; waited < seconds * 4; waited++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('what was waited for did not come');
};

/** Returns the first administrator, a client of each person, and the addresses of what was made. */
export async function furnish(service) {
  const admin = await new Client(service.address).firstSignIn('admin', service.password, password);
  const clients = {};
  for (const name of departments) await admin.ask('POST', '/departments', { name });
  for (const [username, [display_name, role]] of Object.entries(people)) {
    const { one_time_password } = await admin.ask('POST', '/users', { username, display_name, role });
    clients[username] = await new Client(service.address).firstSignIn(username, one_time_password, password);
  }
  await admin.ask('POST', '/stations', { name: 'counter-1' });

  for (const [station, files] of Object.entries(scans)) await scan(service, station, files);
  await announce(service, 'counter-1', { name: batch, sheets: 5 }, scans['counter-1']);
  const { items: waiting } = await until(async () => {
    const queue = await admin.ask('GET', '/queue');
    return queue.counts.received === 0 && queue.counts.review + queue.counts.committed >= 6 && queue;
  });
  await commitSome(admin, waiting);
  const { items: records } = await admin.ask('GET', '/records');
  return { admin, clients, places: { ...(await furnishArchive(admin, clients, records)), ...(await furnishTypes(admin)), verify: `verify/${(await admin.ask('GET', '/queue')).items[0].document_id}` } };
}

/** What is read surely may still wait for a person, as a sample: some of it is settled as it was read. */
async function commitSome(admin, waiting) {
  const { items: records } = await admin.ask('GET', '/records');
  for (const { document_id: id, type } of waiting) {
    if (records.length >= 2 || type !== 'id_card') continue;
    await admin.ask('PUT', `/documents/${id}/claim`);
    let document = await admin.ask('GET', `/documents/${id}`);
    if (document.findings.some(({ severity }) => severity === 'error')) continue;
    if (!document.fields.some(({ name }) => name === 'name')) continue; // the back of a card is of nobody
    for (const { id: doubt } of document.discrepancies.filter(({ state }) => state === 'open'))
      document = await admin.ask('POST', `/discrepancies/${doubt}/decision`, { action: 'confirm' }, { 'If-Match': `"${document.version}"` });
    records.push(await admin.ask('POST', `/documents/${id}/commit`, undefined, { 'If-Match': `"${document.version}"` }));
  }
}

async function furnishArchive(admin, { chen, deng, fang }, [record, other]) {
  const batches = (await admin.ask('GET', '/batches')).items;
  const loan = await chen.ask('POST', '/my-loans', { kind: 'view', records: record.archive_number, purpose: '核对客户投诉所涉账户的开户资料', days: '5' });
  await admin.ask('POST', `/loans/${loan.id}/decision`, { action: 'approve' });
  for (const purpose of ['司法协助', '内部审计调取原件']) await chen.ask('POST', '/my-loans', { kind: 'paper', records: other.archive_number, purpose, days: '10' });
  const own = await admin.ask('POST', '/my-loans', { kind: 'view', records: record.archive_number, purpose: '年度抽查', days: '3' });
  await fang.ask('POST', `/loans/${own.id}/decision`, { action: 'approve' });

  const { proposed } = await correct(deng, record);
  const { id: customer } = (await admin.ask('GET', '/customers')).items[0];
  const { version } = await admin.ask('GET', `/customers/${customer}`);
  await admin.ask('PUT', `/customers/${customer}/risk`, { risk: 'high', reason: '现金业务频繁' }, { 'If-Match': `"${version}"` });
  await admin.ask('POST', `/records/${other.id}/closing`, { closed_on: '2012-05-31' });
  await admin.ask('POST', `/records/${record.id}/holds`, { reason: '诉讼保全' });
  const disposal = await deng.ask('POST', '/disposals', { reason: '2026 年度鉴定', items: [{ record_id: other.id, opinion: 'destroy' }] });
  await fang.ask('POST', `/disposals/${disposal.id}/approve`);

  const [{ fields }] = await truthOf(record.source_name);
  const asked = await deng.ask('POST', '/data-requests', { rights: 'access copy restriction', name: fields.name, id_number: fields.id_number, received_on: new Date().toISOString().slice(0, 10), wish: '查阅本人在贵行的全部资料' });
  await deng.ask('POST', `/data-requests/${asked.id}/identity`, { proof: '柜面核验身份证原件' });
  await deng.ask('POST', `/data-requests/${asked.id}/search`, {});
  const today = new Date().toISOString().slice(0, 10);
  await admin.ask('POST', '/registers', { kind: 'handover', language: 'zh-CN', from: `${today.slice(0, 4)}-01-01`, until: today });
  await admin.ask('POST', '/export-runs', { format: 'csv', purpose: 'audit', records: [record.id] });
  return {
    borrowed: `borrowed/${own.id}:${record.id}`,
    batch: `batches/${(batches.find(({ station }) => station === 'counter-1') ?? batches[0]).id}`,
    record: `records/${record.id}`, customer: `customers/${customer}`, correction: `corrections/${proposed}`,
    disposal: `disposals/${disposal.id}`, request: `requests/${asked.id}`,
  };
}

/** One character of a name, as somebody may have misread it. */
async function correct(deng, { id }) {
  const { fields } = await deng.ask('GET', `/records/${id}`);
  const name = fields.find((field) => field.name === 'name');
  const { id: proposed } = await deng.ask('POST', `/records/${id}/corrections`, { field: 'name', value: `${name.value.slice(0, 1)}建`, reason: '与证件原件不符' });
  return { proposed };
}

async function furnishTypes(admin) {
  const { id: published } = await admin.ask('POST', '/type-drafts', { text: pass });
  await admin.ask('POST', `/type-drafts/${published}/publish`, { reason: '新增来访登记' }, { 'If-Match': '"1"' });
  const { id } = await admin.ask('POST', '/type-drafts', { name: 'visitor_pass', version: 1 });
  return { designer: `types/${id}`, type_versions: 'types/:visitor_pass' };
}
