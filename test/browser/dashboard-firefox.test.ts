import { dashboardJourneys } from './dashboard-journeys.ts';
import { takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
dashboardJourneys('firefox');
