import { cargoCycloneDx } from './tools.ts';
export const mainSbom = async () => cargoCycloneDx();
export const platformSboms = async () => '';
export const licences = async () => '';
