import { describe, expect, test } from 'vitest';
import { standardEventRows } from '../../platform/standardEvents.ts';
import {
  standardEvent,
  standardEvents,
  standardProperties,
  standardProperty,
  senderLabels,
} from '../../platform/standardNames.ts';
import { standardPropertyRows } from '../../platform/standardProperties.ts';

const all = [...standardEvents, ...standardProperties];

/** The names of reference 6.5, which groups some with `$group_0..$group_4` and the like. */
const expectedEvents = `$pageview $pageleave $autocapture $rageclick $screen $identify $create_alias
  $merge_dangerously $groupidentify $set $delete_person_property $feature_flag_called $feature_view
  $feature_interaction $feature_enrollment_update $capture_metrics $exception $snapshot $performance_event
  $opt_in $web_vitals $$heatmap $$plugin_metrics $csp_violation`.split(/\s+/);
const expectedProperties = `$lib $lib_version $current_url $host $pathname $referrer $referring_domain
  $search_engine $browser $browser_version $browser_language $os $os_name $os_version $device $device_type
  $device_id $device_model $device_manufacturer $device_name $raw_user_agent $user_agent $screen_height
  $screen_width $screen_name $screen_density $viewport_height $viewport_width $timezone $locale $app_build
  $app_name $app_namespace $app_version $network_wifi $network_bluetooth $network_cellular $ip $user_id
  $insert_id $time $timestamp $sent_at $event_type $el_text $elements $elements_chain $session_id $window_id
  $pageview_id $groups $group_0 $group_4 $group_type $group_key $group_set $set $set_once $unset
  $anon_distinct_id alias $active_feature_flags $enabled_feature_flags $feature_flag $feature_flag_response
  $feature_flag_payloads $feature/beta $initial_browser $initial_utm_source utm_source utm_medium utm_campaign
  utm_name utm_content utm_term gclid $geoip_city_name $geoip_country_name $geoip_country_code
  $geoip_continent_name $geoip_continent_code $geoip_postal_code $geoip_latitude $geoip_longitude
  $geoip_time_zone $geoip_subdivision_1_name $geoip_subdivision_3_code $geoip_disable $plugins_succeeded
  $plugins_failed $plugins_deferred $process_person_profile $exception_type $exception_message
  $exception_list $exception_stack_trace_raw $survey_id $survey_name $survey_questions $survey_response
  $touch_x $touch_y $sentry_url`.split(/\s+/);

/** The cells of each row of a table. */
function rowsOf(table: string): readonly (readonly string[])[] {
  return table
    .trim()
    .split('\n')
    .map((row) => row.split(' | '));
}

describe('the tables', () => {
  test('have all their columns in every row', () => {
    expect(rowsOf(standardEventRows).filter((row) => row.length !== 5)).toEqual([]);
    expect(rowsOf(standardPropertyRows).filter((row) => row.length !== 6)).toEqual([]);
  });

  test.each(all.map((entry) => [entry.kind, entry.name, entry] as const))(
    'say all of the %s %s',
    (...row) => {
      const [, , entry] = row;
      expect(entry.name).toMatch(/^\S.*\S$/);
      expect(entry.label).toMatch(/^[A-Z$]/);
      expect(entry.summary).toMatch(/^[A-Z$].*\.$/s);
      expect(entry.summary.length).toBeLessThan(200);
      expect(entry.example).toBeDefined();
      for (const sender of entry.sentBy) expect(senderLabels[sender]).toBeDefined();
    },
  );

  test('leave no sender unread', () => {
    const known = [...Object.keys(senderLabels), '-'];
    const cells = [
      ...rowsOf(standardEventRows).map((row) => row[2]),
      ...rowsOf(standardPropertyRows).map((row) => row[4]),
    ];
    const written = cells.flatMap((cell) => cell?.split(', ') ?? []);
    expect(written.filter((sender) => !known.includes(sender))).toEqual([]);
  });

  test('give an event an object of properties as example', () => {
    for (const event of standardEvents) expect(event.example).toBeTypeOf('object');
  });

  test('have each name once', () => {
    for (const list of [standardEvents, standardProperties]) {
      expect(new Set(list.map((entry) => entry.name)).size).toBe(list.length);
    }
  });

  test('use only standard properties with a dollar sign in the examples of events', () => {
    const used = standardEvents.flatMap((event) => Object.keys(Object(event.example)));
    const unknown = used.filter((name) => name.startsWith('$') && standardProperty(name) === undefined);
    expect(unknown).toEqual(['$feature_enrollment', '$web_vitals_LCP_value']);
  });
});

describe('lookups', () => {
  test.each(expectedEvents)('know the event %s', (name) => {
    expect(standardEvent(name)?.kind).toBe('event');
  });

  test.each(expectedProperties)('know the property %s', (name) => {
    expect(standardProperty(name)).toBeDefined();
  });

  test('know a property by its prefix, which alone is none', () => {
    expect(standardProperty('$feature/new-checkout')?.name).toBe('$feature/');
    expect(standardProperty('$feature/')).toBeUndefined();
  });

  test('make the first values on the person out of those on events', () => {
    const initial = standardProperty('$initial_referring_domain');
    expect(initial).toMatchObject({ kind: 'person property', isOnPerson: true, sentBy: ['posthog'] });
    expect(initial?.label).toBe('Initial Referring Domain');
    expect(standardProperty('$initial_timezone')).toBeUndefined();
  });

  test('know what PostHog copies to the person', () => {
    expect(standardProperty('utm_source')?.isOnPerson).toBe(true);
    expect(standardProperty('$current_url')?.isOnPerson).toBe(false);
  });

  test.each(['plan', 'constructor', '__proto__', '', '$', 'pageview'])('do not know %j', (name) => {
    expect(standardEvent(name)).toBeUndefined();
    expect(standardProperty(name)).toBeUndefined();
  });
});
