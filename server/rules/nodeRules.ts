/** The rules that look at pieces of code, in the order of the table. */
import { absentGlobal } from './absentGlobal.ts';
import { absentMember } from './absentMember.ts';
import { apiAbsolutePath } from './apiAbsolutePath.ts';
import { apiCurrentWithKeys } from './apiCurrentWithKeys.ts';
import { apiDeleteData } from './apiDeleteData.ts';
import { apiHeaders } from './apiHeaders.ts';
import { apiKeyKind } from './apiKeyKind.ts';
import { apiKeyPair } from './apiKeyPair.ts';
import { apiNewer } from './apiNewer.ts';
import { apiReadOnly } from './apiReadOnly.ts';
import { apiResponse } from './apiResponse.ts';
import { cacheDefault } from './cacheDefault.ts';
import { captureProperty } from './captureProperty.ts';
import { captureTimestamp } from './captureTimestamp.ts';
import { captureWithoutKey } from './captureWithoutKey.ts';
import { configJson } from './configJson.ts';
import { configUndeclared } from './configUndeclared.ts';
import { configUnused } from './configUnused.ts';
import { consoleMethod } from './consoleMethod.ts';
import { doubledAwait } from './doubledAwait.ts';
import { eventList } from './eventList.ts';
import { exportDefault } from './exportDefault.ts';
import { exportMissing } from './exportMissing.ts';
import { exportOverridden } from './exportOverridden.ts';
import { exportUncalled } from './exportUncalled.ts';
import { floatingRequest } from './floatingRequest.ts';
import { importRefused } from './importRefused.ts';
import { jobConstant } from './jobConstant.ts';
import { jobUndeclared } from './jobUndeclared.ts';
import { jobPayload } from './jobPayload.ts';
import { jobUnit } from './jobUnit.ts';
import { jobUnscheduled } from './jobUnscheduled.ts';
import { manifestField } from './manifestField.ts';
import { manifestMain } from './manifestMain.ts';
import { metaGlobal } from './metaGlobal.ts';
import { metaPart } from './metaPart.ts';
import { metaWrite } from './metaWrite.ts';
import { metricUndeclared } from './metricUndeclared.ts';
import { missingAwait } from './missingAwait.ts';
import { missingReturn } from './missingReturn.ts';
import { moduleState } from './moduleState.ts';
import type { NodeRule } from './nodeRule.ts';
import { retryError } from './retryError.ts';
import { secretInCode } from './secretInCode.ts';
import { syntax } from './syntax.ts';
import { teamId } from './teamId.ts';
import { unguardedProperties } from './unguardedProperties.ts';
import { undeclaredName } from './undeclaredName.ts';
import { webhookAsync } from './webhookAsync.ts';

export const nodeRules: readonly NodeRule[] = [
  apiAbsolutePath,
  apiCurrentWithKeys,
  apiDeleteData,
  apiHeaders,
  apiKeyKind,
  apiKeyPair,
  apiNewer,
  apiReadOnly,
  apiResponse,
  floatingRequest,
  missingAwait,
  secretInCode,
  captureProperty,
  captureTimestamp,
  captureWithoutKey,
  missingReturn,
  teamId,
  unguardedProperties,
  exportDefault,
  exportMissing,
  exportOverridden,
  exportUncalled,
  webhookAsync,
  eventList,
  cacheDefault,
  configUndeclared,
  configUnused,
  configJson,
  jobConstant,
  jobUndeclared,
  jobUnit,
  jobUnscheduled,
  jobPayload,
  metaWrite,
  metaPart,
  metaGlobal,
  metricUndeclared,
  moduleState,
  retryError,
  manifestField,
  manifestMain,
  doubledAwait,
  absentGlobal,
  undeclaredName,
  consoleMethod,
  absentMember,
  importRefused,
  syntax,
];
