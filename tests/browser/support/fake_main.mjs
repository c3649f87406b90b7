// `npm run fake`: the workstation on made-up documents, at http://localhost:8090 (admin / one-time-password).
import { launchBrowser } from './browser.mjs';
import { makeDocuments } from './fake_documents.mjs';
import { FakeService } from './fake_service.mjs';

const browser = await launchBrowser();
const made = await makeDocuments(browser, 12);
await browser.close();
const ui = new URL('../../../web/ui/dist', import.meta.url).pathname;
const service = new FakeService({ ui, made, warnings: [] });
console.log(await service.listen(8090));
