/** Each step once; before and after GLPI acted, and in Firefox too, by `npm run test:kills`. */
import { walkKills } from './kill-walk.ts';

walkKills('chromium', 'eachStepOnce');
