import { dashboardBarriers } from './dashboard-barriers.ts';
import { dashboardJourneys } from './dashboard-journeys.ts';
import { takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
dashboardJourneys('firefox');
dashboardBarriers('firefox');
