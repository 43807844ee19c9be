import { walkKills } from './kill-walk.ts';

walkKills('firefox', 'whole');
