import { inEveryBrowser } from './every-browser.ts';
import { takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
inEveryBrowser('firefox');
