// Made-up customer forms for working on the workstation without the service: the browser draws
// them, so every box is known exactly. No person or number here is real.

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'.split('');
const given = ['晓明', '建国', '丽华', '志强', '秀兰', '子涵', '文博', '雅琴', '浩然', '思远'];
const streets = ['人民路', '中山大道', '解放西路', '和平街', '学院路', '滨江大道'];

const two = (n) => String(n).padStart(2, '0');
const titles = (zh_hans, zh_hant, en) => ({ zh_hans, zh_hant, en });
const field = (name, zh_hans, zh_hant, en, more = {}) => ({
  name, title: titles(zh_hans, zh_hant, en), grammar: 'text', choices: [], required: false, multiline: false, sensitivity: 'c2', ...more,
});

export const types = [
  {
    name: 'customer_form',
    title: titles('个人客户信息表', '個人客戶資訊表', 'Personal customer form'),
    fields: [
      field('name', '姓名', '姓名', 'Name', { required: true }),
      field('sex', '性别', '性別', 'Sex', { grammar: 'sex', choices: ['男', '女'] }),
      field('birth_date', '出生日期', '出生日期', 'Date of birth', { grammar: 'date' }),
      field('id_number', '证件号码', '證件號碼', 'Identity number', { grammar: 'cn_id', required: true, sensitivity: 'c3' }),
      field('mobile', '手机号码', '手機號碼', 'Mobile', { grammar: 'mobile' }),
      field('email', '电子邮箱', '電子郵箱', 'E-mail', { grammar: 'email' }),
      field('address', '联系地址', '聯絡地址', 'Address', { multiline: true }),
      field('postcode', '邮政编码', '郵遞區號', 'Postcode', { grammar: 'digits' }),
      field('employer', '工作单位', '工作單位', 'Employer'),
      field('occupation', '职业', '職業', 'Occupation'),
    ],
  },
  { name: 'id_card', title: titles('居民身份证', '居民身分證', 'Resident identity card'), fields: [] },
  { name: 'business_licence', title: titles('营业执照', '營業執照', 'Business licence'), fields: [] },
];

export function checkDigit(first17) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return '10X98765432'[sum % 11];
}

function person(index) {
  const birth = `19${60 + (index % 39)}-${two(1 + (index % 12))}-${two(1 + (index % 28))}`;
  const male = index % 2 === 0;
  const first17 = `110105${birth.replaceAll('-', '')}${two(index % 100)}${male ? 1 : 2}`;
  return {
    name: surnames[index % surnames.length] + given[index % given.length],
    sex: male ? '男' : '女',
    birth_date: birth,
    id_number: first17 + checkDigit(first17),
    mobile: `138${String(10000000 + index * 7919).slice(0, 8)}`,
    email: `kehu${index}@example.com`,
    address: `北京市朝阳区${streets[index % streets.length]}${12 + index}号院${1 + (index % 9)}号楼${301 + index}室`,
    postcode: '100020',
    employer: ['晨星贸易有限公司', '远山机械厂', '青禾小学', '海棠食品有限公司'][index % 4],
    occupation: ['职员', '工程师', '教师', '会计'][index % 4],
  };
}

/** What the reader might have made of it: which fields are doubtful, and how. */
function doubtsOf(index, truth) {
  const id = truth.id_number;
  const wrongId = id.slice(0, 9) + ((Number(id[9]) + 1) % 10) + id.slice(10);
  const all = [
    { name: 'id_number', read: wrongId, others: [id], error: 'id_number.checksum' },
    { name: 'name', read: truth.name, others: [truth.name.slice(0, 1) + '己' + truth.name.slice(2)] },
    { name: 'mobile', read: truth.mobile.slice(0, 10), others: [truth.mobile], error: 'mobile.length' },
    { name: 'address', read: truth.address, others: [] },
    { name: 'email', read: truth.email.replace('@', 'a'), others: [truth.email], error: 'email.syntax' },
    { name: 'birth_date', read: truth.birth_date, others: [truth.birth_date.replace('19', '16')], confirm: 'birth_date.differs' },
    { name: 'occupation', read: '', others: [] },
  ];
  return all.filter((_, which) => (index + which) % 3 === 0);
}

const sentences = {
  'id_number.checksum': titles('校验码与前 17 位不符。', '校驗碼與前 17 位不符。', 'The check character does not fit the first 17 digits.'),
  'mobile.length': titles('手机号码应为 11 位。', '手機號碼應為 11 位。', 'A mobile number has 11 digits.'),
  'email.syntax': titles('不是有效的电子邮箱。', '不是有效的電子郵箱。', 'This is not an e-mail address.'),
  'birth_date.differs': titles('与证件号码中的出生日期核对。', '與證件號碼中的出生日期核對。', 'Compare with the date of birth inside the identity number.'),
};

/** A rule of the fake: an error finding, or null. */
export function objection(name, value) {
  const finding = (code) => ({ code, severity: 'error', fields: [name], message: sentences[code] });
  if (name === 'id_number' && !(/^\d{17}[\dX]$/.test(value) && checkDigit(value.slice(0, 17)) === value[17])) return finding('id_number.checksum');
  if (name === 'mobile' && !/^1\d{10}$/.test(value)) return finding('mobile.length');
  if (name === 'email' && !/^\S+@\S+$/.test(value)) return finding('email.syntax');
  return null;
}

const pageHtml = (truth) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; width: 1240px; height: 1754px; background: #fdfcf8; font: 24px 'Noto Serif CJK SC'; color: #222; position: relative }
  h1 { text-align: center; font-size: 40px; margin: 90px 0 10px } p { text-align: center; margin: 0 0 50px; color: #666; font-size: 20px }
  table { border-collapse: collapse; width: 1040px; margin: 0 100px } td { border: 1.5px solid #777; padding: 20px 18px; height: 64px } td:first-child { width: 220px; background: #f1efe8 }
  span { font-family: 'AR PL UKai CN', 'Noto Serif CJK SC'; font-size: 28px } .stamp { position: absolute; right: 150px; top: 1180px; width: 240px; height: 240px; border: 7px solid #c8202090; border-radius: 50%; color: #c8202090; display: grid; place-items: center; transform: rotate(-14deg); font-size: 30px }
  .foot { position: absolute; bottom: 110px; left: 110px; font-size: 20px; color: #555 }
</style><h1>样本银行个人客户信息表</h1><p>编号 SAMPLE-${truth.postcode}-${truth.mobile.slice(-4)}</p><table>
${types[0].fields.map(({ name, title }) => `<tr><td>${title.zh_hans}</td><td><span id="${name}">${truth[name]}</span></td></tr>`).join('')}
</table><div class="stamp">样本专用章</div><div class="foot">本表仅供演示，所有人员与号码均为虚构。</div>`;

async function draw(page, truth) {
  await page.setContent(pageHtml(truth));
  const boxes = await page.evaluate(() =>
    Object.fromEntries([...document.querySelectorAll('span')].map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [one.id, [x, y, width, height].map((n) => Math.round(n * 2))];
    })),
  );
  return { boxes, jpeg: await page.screenshot({ type: 'jpeg', quality: 72 }) };
}

/** `count` documents as the service would serve them, each with its picture. */
export async function makeDocuments(browser, count) {
  const page = await browser.newPage({ viewport: { width: 1240, height: 1754 } });
  const made = [];
  for (let index = 0; index < count; index++) made.push(await makeOne(page, index));
  await page.close();
  return made;
}

async function makeOne(page, index) {
  const truth = person(index);
  const { boxes, jpeg } = await draw(page, truth);
  const doubts = doubtsOf(index, truth);
  const id = `doc-${String(index + 1).padStart(3, '0')}`;
  const fields = types[0].fields.map(({ name }) => fieldOf(id, name, truth, boxes[name], doubts.find((doubt) => doubt.name === name)));
  const findings = doubts.flatMap(({ name, error, confirm }) =>
    error || confirm ? [{ code: error ?? confirm, severity: error ? 'error' : 'confirm', fields: [name], message: sentences[error ?? confirm] }] : []);
  const document = {
    id, version: 1, state: 'review', type: 'customer_form', type_version: 1, type_confidence: index % 7 === 6 ? 0.74 : 0.98,
    original: { id: `orig-${index + 1}`, source_name: `scan-${two(index + 1)}.jpg`, station: index % 3 ? 'haidian-01' : 'chaoyang-02', received_at: new Date(Date.now() - (60 - index) * 411_000).toISOString(), sha256: 'a'.repeat(64), state: 'read' },
    page_indexes: [0], pages: [{ index: 0, width: 2480, height: 3508, dpi: 300, rotation_deg: 0, skew_deg: 0, blank: false, blank_probability: 0, colour_mode: 'colour', role: 'content', codes: [], quality: { blur: 0.1, contrast: 0.8, verdict: index % 5 === 4 ? 'fair' : 'good', flaws: index % 5 === 4 ? ['blurred'] : [] }, preview: { width: 1240, height: 1754, from_scan: [0.5, 0, 0, 0, 0.5, 0] } }],
    fields,
    discrepancies: doubts.map(({ name }) => ({ id: `${id}-${name}`, field: name, state: 'open', second_eyes: 'none', for_you: true, decided_by: null, decided_at: null })),
    findings, claimed_by: null, lease_until: null, record_id: null, supplements: null, same_sheets: [], rescan: null, external_checks: [], known_answer: null,
  };
  return { document, truth, jpeg };
}

function fieldOf(id, name, truth, box, doubt) {
  const value = doubt ? doubt.read : truth[name];
  return {
    name, value, raw: value, confidence: doubt ? 0.61 : 0.996, status: doubt ? 'review' : 'accepted', page: 0,
    box: doubt && doubt.read === '' ? [0, 0, 0, 0] : box,
    as_read: null, alternatives: (doubt?.others ?? []).map((other, index) => ({ value: other, confidence: 0.3 / (index + 1) })),
    decided: null, discrepancy_id: doubt ? `${id}-${name}` : null, hidden: false,
  };
}
