import { walkKills } from './kill-walk.ts';

walkKills('chromium', 'whole');
