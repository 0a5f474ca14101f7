/**
 * Events whose name has a meaning to PostHog, one a line: name | label | sent by | typical properties | what
 * it says. Names and labels are PostHog's (reference 6.5); `-` where it is not known who sends it.
 */
export const standardEventRows = `
$pageview | Pageview | web | {"$current_url":"https://example.com/pricing"} | Somebody opened a page.
$pageleave | Pageleave | web | {"$current_url":"https://example.com/pricing"} | Somebody left a page or closed it.
$autocapture | Autocapture | web, mobile | {"$event_type":"click","$el_text":"Sign up"} | The library saw a click, a change or a submit by itself, without a call in the code.
$rageclick | Rageclick | web | {"$current_url":"https://example.com/cart"} | Somebody clicked one place again and again within a moment.
$screen | Screen | mobile | {"$screen_name":"Checkout"} | Somebody opened a screen of a mobile app.
$identify | Identify | web, mobile, server | {"$anon_distinct_id":"0187a5c1","$set":{"email":"ada@example.com"}} | Somebody known before as an anonymous visitor got a distinct id of their own.
$create_alias | Alias | web, mobile, server | {"alias":"ada@example.com"} | A second distinct id now means the same person.
$merge_dangerously | Merge | server | {"alias":"ada@example.com"} | Two persons become one, even when both were identified before; it cannot be undone.
$groupidentify | Group Identify | web, mobile, server | {"$group_type":"company","$group_key":"acme","$group_set":{"plan":"team"}} | A group is described with properties.
$set | Set | web, mobile, server, posthog | {"$set":{"plan":"team"}} | Properties of a person change, and nothing else happened; an app may meet it after a person is edited through the API.
$delete_person_property | Delete Person Property | posthog | {"$unset":["plan"]} | A property of a person was removed through the API or in PostHog itself.
$feature_flag_called | Feature Flag Called | web, mobile, server | {"$feature_flag":"new-checkout","$feature_flag_response":"test"} | The code asked for the value of a feature flag.
$feature_view | Feature View | web, mobile | {"feature_flag":"new-checkout"} | Somebody saw a feature that a flag controls.
$feature_interaction | Feature Interaction | web, mobile | {"feature_flag":"new-checkout"} | Somebody used a feature that a flag controls.
$feature_enrollment_update | Feature Enrollment Update | web, mobile | {"$feature_flag":"beta-search","$feature_enrollment":true} | Somebody joined or left an early access feature.
$capture_metrics | Capture Metrics | web | {} | Numbers about the sending system at one moment, such as how many requests failed.
$exception | Exception | web, mobile, server | {"$exception_type":"TypeError","$exception_message":"x is not a function"} | An error was reported from the code of a product.
$snapshot | Session Recording Snapshot | web, mobile | {"$session_id":"0187a5c1-7f2e"} | A piece of a session recording; it goes to onSnapshot and never to processEvent or onEvent.
$performance_event | Performance Event | web | {} | Timing of a page or a request, recorded along with a session.
$opt_in | Opt In | web | {} | Somebody agreed to be tracked.
$web_vitals | Web Vitals | web | {"$web_vitals_LCP_value":1840} | Google's measures of how fast and stable a page felt.
$$heatmap | Heatmap | web | {"$viewport_width":1440} | Pointer positions on a page, for heat maps.
$$plugin_metrics | Plugin Metric | posthog | {"plugin_name":"Signup enricher"} | The counters that an app keeps in meta.metrics, sent at intervals through all apps.
$csp_violation | CSP Violation | web | {"$current_url":"https://example.com/"} | A browser refused content that the page's content security policy forbids.
survey shown | Survey Shown | web, mobile | {"$survey_id":"0187a5c1","$survey_name":"Product feedback"} | A survey appeared.
survey dismissed | Survey Dismissed | web, mobile | {"$survey_id":"0187a5c1","$survey_name":"Product feedback"} | A survey was closed without an answer.
survey sent | Survey Sent | web, mobile | {"$survey_id":"0187a5c1","$survey_response":"Love it"} | A survey was answered.
Application Opened | Application Opened | mobile | {"$app_version":"2.4.0"} | Somebody opened the mobile app, for the first time or again.
Application Installed | Application Installed | mobile | {"$app_version":"2.4.0"} | The mobile app ran for the first time after it was installed.
Application Updated | Application Updated | mobile | {"$app_version":"2.4.0"} | The mobile app ran for the first time in a newer version.
Application Backgrounded | Application Backgrounded | mobile | {"$app_version":"2.4.0"} | The mobile app left the foreground.
Application Became Active | Application Became Active | mobile | {"$app_version":"2.4.0"} | The mobile app came to the foreground.
Deep Link Opened | Deep Link Opened | mobile | {"url":"example://cart/42"} | A link from outside opened the mobile app.
`;
