/**
 * Properties whose name has a meaning to PostHog, one a line: name | label | held by | example | sent by |
 * what it says. Names and labels are PostHog's (reference 6.5); `-` where it is not known who sends it.
 *
 * `event+person`: PostHog, or the app that sends it, copies the value to the person as well (reference 6.4).
 * A name that ends in `*` stands for all names that begin so.
 */
export const standardPropertyRows = `
$lib | Library | event | "web" | web, mobile, server, posthog | Name of the library that sent the event; posthog-plugin-server for events that an app captured.
$lib_version | Library Version | event | "1.57.2" | web, mobile, server, posthog | Version of the library that sent the event.
$current_url | Current URL | event | "https://example.com/pricing?ref=mail" | web | Full address of the page.
$host | Host | event | "example.com" | web | Host name, and port if any, of the page.
$pathname | Path Name | event | "/pricing" | web | Path of the page, without host and query.
$referrer | Referrer URL | event | "https://www.google.com/" | web | Page from which the visitor came, or $direct.
$referring_domain | Referring Domain | event | "www.google.com" | web | Domain from which the visitor came, or $direct.
$search_engine | Search Engine | event | "google" | web | Search engine from which the visitor came, if it was one.
$browser | Browser | event | "Chrome" | web | Name of the browser.
$browser_version | Browser Version | event | 118 | web | Major version of the browser.
$browser_language | Browser Language | event | "en-GB" | web | Language that the browser prefers.
$os | OS | event | "Mac OS X" | web, server | Operating system as the browser tells it.
$os_name | OS Name | event | "Android" | mobile | Operating system of the device.
$os_version | OS Version | event | "15.5" | web, mobile | Version of the operating system.
$device | Device | event | "iPhone" | web | Mobile device as the browser tells it.
$device_type | Device Type | event | "Mobile" | web, mobile | Desktop, Mobile or Tablet.
$device_id | Device ID | event | "0187a5c1-7f2e-7a10" | web, mobile | Stays the same on one device, whoever logs in or out.
$device_model | Device Model | event | "iPhone14,2" | mobile | Model of the device as its maker names it.
$device_manufacturer | Device Manufacturer | event | "Apple" | mobile | Maker of the device.
$device_name | Device Name | event | "iPhone 13 Pro" | mobile | Name of the device.
$raw_user_agent | Raw User Agent | event | "Mozilla/5.0 (X11; Linux x86_64)" | web | User agent text of the browser, uninterpreted.
$user_agent | Raw User Agent | event | "Dalvik/2.1.0 (Linux; U; Android 13)" | mobile | User agent text of the device; browsers send $raw_user_agent instead.
$screen_height | Screen Height | event | 1080 | web, mobile | Height of the whole screen in pixels.
$screen_width | Screen Width | event | 1920 | web, mobile | Width of the whole screen in pixels.
$screen_name | Screen Name | event | "Checkout" | mobile | Screen of the mobile app that is open.
$screen_density | Screen Density | event | 2.75 | mobile | How many pixels of the screen make one unit of layout.
$viewport_height | Viewport Height | event | 918 | web | Height of the page's window in pixels.
$viewport_width | Viewport Width | event | 1903 | web | Width of the page's window in pixels.
$timezone | Timezone | event | "Europe/Lisbon" | web, mobile | Time zone that the device reports.
$locale | Locale | event | "de-DE" | mobile | Language and region of the device.
$app_build | App Build | event | "2041" | mobile | Build number of the mobile app.
$app_name | App Name | event | "Example" | mobile | Name of the mobile app.
$app_namespace | App Namespace | event | "com.example.app" | mobile | Identifier of the mobile app in its store.
$app_version | App Version | event | "2.4.0" | mobile | Version of the mobile app.
$network_wifi | Network WiFi | event | true | mobile | Whether the device was on WiFi.
$network_bluetooth | Network Bluetooth | event | false | mobile | Whether the device was on a Bluetooth network.
$network_cellular | Network Cellular | event | false | mobile | Whether the device was on a cellular network.
$ip | IP Address | event | "203.0.113.7" | posthog | Address that sent the event; absent when the project discards addresses.
$user_id | User ID | event | "user_42" | web | The distinct id after identify was called; empty for an anonymous visitor.
$insert_id | Insert ID | event | "r8t4k2m9q1" | web | Made for each event, so that one sent twice can be recognised.
$time | $time (deprecated) | event | 1681211521.345 | web | Device clock in seconds; the event's timestamp replaced it.
$timestamp | Timestamp | event | "2022-09-22T07:30:00.000Z" | - | A plain property: to set the time of a captured event write timestamp, without the dollar sign.
$sent_at | Sent At | event | "2022-09-22T07:30:01.000Z" | - | When the event left the device; helps to correct a clock that is wrong.
$event_type | Event Type | event | "click" | web, mobile | What was done to the element of an $autocapture event: click, change or submit.
$el_text | Element Text | event | "Sign up" | web | Text of the element of an $autocapture event.
$elements | Elements | event | [{"tag_name":"button","$el_text":"Sign up"}] | web, mobile | The element of an $autocapture event and those around it; removed from the properties after processEvent.
$elements_chain | Elements Chain | event | "button:text=\\"Sign up\\"" | web, posthog | The elements of an $autocapture event written as one text.
$session_id | Session ID | event | "0187a5c1-7f2e-7a10" | web, mobile | Ties the events of one visit together, and to its recording.
$window_id | Window ID | event | "0187a5c1-81b4-7c02" | web | Tells the windows and tabs of one visit apart.
$pageview_id | Pageview ID | event | "0187a5c1-9d11-7f3e" | web | Ties events to the pageview in which they happened.
$groups | Groups | event | {"company":"acme"} | web, mobile, server | Groups that the event belongs to: group type to group key.
$group_0 | Group 1 | event | "acme" | posthog | Key of the first group type of the project; PostHog fills it from $groups.
$group_1 | Group 2 | event | "project-7" | posthog | Key of the second group type of the project; PostHog fills it from $groups.
$group_2 | Group 3 | event | "team-3" | posthog | Key of the third group type of the project; PostHog fills it from $groups.
$group_3 | Group 4 | event | "berlin" | posthog | Key of the fourth group type of the project; PostHog fills it from $groups.
$group_4 | Group 5 | event | "eu" | posthog | Key of the fifth group type of the project; PostHog fills it from $groups.
$group_type | Group Type | event | "company" | web, mobile, server | Type of the group that a $groupidentify event describes.
$group_key | Group Key | event | "acme" | web, mobile, server | Key of the group that a $groupidentify event describes.
$group_set | Group Set | event | {"plan":"team"} | web, mobile, server | Properties to set on the group of a $groupidentify event.
$set | Set | event | {"plan":"team"} | web, mobile, server | Properties to set on the person, replacing what is there.
$set_once | Set Once | event | {"first_plan":"free"} | web, mobile, server | Properties to set on the person where there is no value yet.
$unset | Unset | event | ["plan"] | web, mobile, server | Names of properties to remove from the person.
$anon_distinct_id | Anon Distinct ID | event | "0187a5c1-7f2e-7a10" | web, mobile, server | The anonymous distinct id that an $identify event joins to the person.
alias | Alias | event | "ada@example.com" | web, mobile, server | The other distinct id in a $create_alias event.
$active_feature_flags | Active Feature Flags | event | ["new-checkout"] | web, mobile, server | Keys of the feature flags that were on.
$enabled_feature_flags | Enabled Feature Flags | event | {"new-checkout":"test"} | web | Feature flags that were on, with the variant of each.
$feature_flag | Feature Flag | event | "new-checkout" | web, mobile, server | Key of the flag in a $feature_flag_called event.
$feature_flag_response | Feature Flag Response | event | "test" | web, mobile, server | Value of the flag in a $feature_flag_called event: a variant, true or false.
$feature_flag_payloads | Feature Flag Payloads | event | {"new-checkout":{"color":"blue"}} | web, mobile | Payloads of the feature flags that were on.
$feature/* | Feature | event | "test" | web, mobile, server | Value of the feature flag whose key follows the slash.
utm_source | UTM Source | event+person | "newsletter" | web | Where a campaign sent the visitor from.
utm_medium | UTM Medium | event+person | "email" | web | By which kind of channel a campaign sent the visitor.
utm_campaign | UTM Campaign | event+person | "spring-sale" | web | Which campaign sent the visitor.
utm_name | UTM Name | event | "spring-sale" | - | Name of the campaign as Segment sends it.
utm_content | UTM Content | event+person | "footer-link" | web | Which of several links of a campaign was used.
utm_term | UTM Term | event+person | "event tracking" | web | Search words that a campaign paid for.
gclid | Google Click ID | event+person | "EAIaIQobChMI" | web | Click on an advertisement of Google.
$geoip_city_name | City Name | event+person | "Lisbon" | geoip | City of the IP address.
$geoip_country_name | Country Name | event+person | "Portugal" | geoip | Country of the IP address.
$geoip_country_code | Country Code | event+person | "PT" | geoip | Country of the IP address in two letters.
$geoip_continent_name | Continent Name | event+person | "Europe" | geoip | Continent of the IP address.
$geoip_continent_code | Continent Code | event+person | "EU" | geoip | Continent of the IP address in two letters.
$geoip_postal_code | Postal Code | event+person | "1100" | geoip | Postal code near the IP address.
$geoip_latitude | Latitude | event+person | 38.7167 | geoip | Latitude near the IP address.
$geoip_longitude | Longitude | event+person | -9.1333 | geoip | Longitude near the IP address.
$geoip_time_zone | Timezone | event+person | "Europe/Lisbon" | geoip | Time zone of the IP address.
$geoip_subdivision_1_name | Subdivision 1 Name | event+person | "Lisbon District" | geoip | Largest region of the country that holds the IP address.
$geoip_subdivision_1_code | Subdivision 1 Code | event+person | "11" | geoip | Code of the largest region that holds the IP address.
$geoip_subdivision_2_name | Subdivision 2 Name | event+person | "Oxfordshire" | geoip | Second region, below the largest, that holds the IP address.
$geoip_subdivision_2_code | Subdivision 2 Code | event+person | "OXF" | geoip | Code of the second region that holds the IP address.
$geoip_subdivision_3_name | Subdivision 3 Name | event+person | "Abingdon" | geoip | Third region, below the second, that holds the IP address.
$geoip_subdivision_3_code | Subdivision 3 Code | event+person | "ABI" | geoip | Code of the third region that holds the IP address.
$geoip_disable | GeoIP Disabled | event | true | server | Asks that no place is looked up for this event.
$plugins_succeeded | Plugins Succeeded | event | ["Signup enricher (17)"] | posthog | Apps that processed the event without an error.
$plugins_failed | Plugins Failed | event | ["Signup enricher (17)"] | posthog | Apps that threw while they processed the event.
$plugins_deferred | Plugins Deferred | event | ["Exporter (18)"] | posthog | Apps that get the event after it is stored; gone since 2022.
$process_person_profile | Process Person Profile | event | false | web, mobile, server | Whether the event may create or change a person.
$exception_type | Exception Type | event | "TypeError" | web, mobile, server | Class of the error in an $exception event.
$exception_message | Exception Message | event | "x is not a function" | web, mobile, server | Message of the error in an $exception event.
$exception_list | Exception List | event | [{"type":"TypeError","value":"x is not a function"}] | web, mobile, server | The error of an $exception event and those that caused it.
$exception_stack_trace_raw | Exception Raw Stack Trace | event | "TypeError: x is not a function\\n    at index.js:3" | web, server | Stack of the error as one text.
$survey_id | Survey ID | event | "0187a5c1-7f2e-7a10" | web, mobile | Survey that an event is about.
$survey_name | Survey Name | event | "Product feedback" | web, mobile | Name of the survey that an event is about.
$survey_questions | Survey Questions | event | ["How do you like it?"] | web, mobile | Questions of the survey.
$survey_response | Survey Response | event | "Love it" | web, mobile | Answer to the first question of the survey.
$touch_x | Touch X | event | 180.5 | mobile | Where a touch landed, from the left.
$touch_y | Touch Y | event | 412 | mobile | Where a touch landed, from the top.
$sentry_url | Sentry URL | event | "https://sentry.io/organizations/example" | web | Link to the same error in Sentry.
`;
