import { inPageAxe } from './in-page-axe.ts';
import { inPageJourneys } from './in-page-journeys.ts';
import { takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
inPageJourneys('firefox');
inPageAxe('firefox');
