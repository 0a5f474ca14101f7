/**
 * PostHog's REST API of 2023 in the text form of restCatalogueFormat.ts. Written by
 * scripts/generateRestCatalogue.ts: change the script or its corrections, not this file.
 */
export const restCatalogueText = `
Action -id:integer,name:string?,description:string,tags:any[],post_to_slack:boolean,slack_message_format:string,steps:ActionStep[],-created_at:date-time,-created_by:UserBasic,deleted:boolean,-is_calculating:boolean,last_calculated_at:date-time,-team_id:integer,-is_action:boolean
ActionStep id:string,event:string?,tag_name:string?,text:string?,href:string?,selector:string?,url:string?,name:string?,url_matching:=contains|regex|exact?,properties:json?
Annotation -id:integer,content:string?,date_marker:date-time?,creation_type:=USR|GIT,dashboard_item:integer?,-insight_short_id:string?,-insight_name:string?,-created_by:UserBasic,-created_at:date-time,-updated_at:date-time,deleted:boolean,scope:=dashboard_item|project|organization
ClickhouseEvent -id:string,-distinct_id:string,-properties:json,-event:string,-timestamp:date-time,-person:any,-elements:any,-elements_chain:any
Cohort -id:integer,name:string?,description:string,groups:json,deleted:boolean,filters:json?,-is_calculating:boolean,-created_by:UserBasic,-created_at:date-time,-last_calculation:date-time,-errors_calculating:integer,-count:integer,is_static:boolean
Dashboard -id:integer,name:string?,description:string,pinned:boolean,-created_at:date-time,-created_by:UserBasic,-is_shared:boolean,deleted:boolean,-creation_mode:=default|template|duplicate,+use_template:string,+use_dashboard:integer?,+delete_insights:boolean,filters:json,tags:any[],-tiles:any,restriction_level:#21|37,-effective_restriction_level:#21|37,-effective_privilege_level:#21|37
DashboardTemplate *+name:string,*+url:string
DashboardTileBasic -id:integer,-dashboard_id:integer,deleted:boolean?
EventDefinition -id:uuid,*name:string,volume_30_day:integer?,query_usage_30_day:integer?,created_at:date-time?,last_seen_at:date-time?,-last_updated_at:date-time,tags:any[],-is_action:any,-action_id:integer,-is_calculating:boolean,-last_calculated_at:date-time,-created_by:UserBasic,post_to_slack:boolean
Experiment -id:integer,*name:string,description:string?,start_date:date-time?,end_date:date-time?,*feature_flag_key:string,-feature_flag:integer,parameters:json?,secondary_metrics:json?,filters:json,archived:boolean,-created_by:UserBasic,-created_at:date-time,-updated_at:date-time
ExportedAsset -id:integer,dashboard:integer?,insight:integer?,*export_format:=image/png|application/pdf|text/csv,-created_at:date-time,-has_content:any,export_context:json?,-filename:any
FeatureFlag -id:integer,name:string,*key:string,filters:json,deleted:boolean,active:boolean,-created_by:UserBasic,created_at:date-time,-is_simple_flag:boolean,-rollout_percentage:integer?,ensure_experience_continuity:boolean?,-experiment_set:integer[],rollback_conditions:json?,performed_rollback:boolean?,-can_edit:boolean,tags:any[]
FeatureFlagRoleAccess -id:integer,-feature_flag:FeatureFlag,-role:Role,*+role_id:uuid,-added_at:date-time,-updated_at:date-time
FilterAction *id:string,properties:Property[],math:=total|dau|weekly_active|monthly_active|unique_group|unique_session|sum|min|max|avg|median|p90|p95|p99|min_count_per_actor|max_count_per_actor|avg_count_per_actor|median_count_per_actor|p90_count_per_actor|p95_count_per_actor|p99_count_per_actor
FilterEvent *id:string,properties:Property[],math:=total|dau|weekly_active|monthly_active|unique_group|unique_session|sum|min|max|avg|median|p90|p95|p99|min_count_per_actor|max_count_per_actor|avg_count_per_actor|median_count_per_actor|p90_count_per_actor|p95_count_per_actor|p99_count_per_actor
Funnel events:FilterEvent[],actions:FilterAction[],properties:Property,filter_test_accounts:boolean,date_from:string,date_to:string,breakdown:string,breakdown_type:=event|person|cohort|group|session|hogql,funnel_window_interval:integer,funnel_window_interval_type:=DAY|MINUTE|HOUR|WEEK|MONTH,funnel_viz_type:=trends|time_to_convert|steps,funnel_order_type:=strict|unordered|ordered,exclusions:FunnelExclusion[],aggregation_group_type_index:integer,breakdown_limit:integer,funnel_window_days:integer
FunnelExclusion *id:string,properties:Property,funnel_from_step:integer,funnel_to_step:integer
FunnelStepsResult *count:integer,*action_id:string,*average_conversion_time:number,*median_conversion_time:number,*converted_people_url:string,*dropped_people_url:string,*order:string
FunnelStepsResults *is_cached:boolean,*last_refresh:date-time,timezone:string,*result:FunnelStepsResult[]
GenericInsights events:FilterEvent[],actions:FilterAction[],properties:Property,filter_test_accounts:boolean,date_from:string,date_to:string
Group *group_type_index:integer,*group_key:string,group_properties:json,-created_at:date-time
GroupType -group_type:any,-group_type_index:integer,name_singular:string?,name_plural:string?
Hook id:string,-created:date-time,-updated:date-time,*event:string,*target:uri,resource_id:integer?,-team:integer
Insight -id:integer,-short_id:string,name:string?,derived_name:string?,filters:json,query:json?,order:integer?,deleted:boolean,dashboards:integer[],-dashboard_tiles:DashboardTileBasic[],-last_refresh:any,-result:any,-created_at:date-time,-created_by:UserBasic,description:string?,-updated_at:date-time,tags:any[],favorited:boolean,saved:boolean,-last_modified_at:date-time,-last_modified_by:UserBasic,-is_sample:boolean,-effective_restriction_level:#21|37,-effective_privilege_level:#21|37,-timezone:any,-is_cached:any
Integration -id:integer,*kind:=slack,config:json,-created_at:date-time,-created_by:UserBasic,-errors:any
OrganizationDomain -id:uuid,*domain:string,-is_verified:boolean,-verified_at:date-time,-verification_challenge:any,jit_provisioning_enabled:boolean,sso_enforcement:string,-has_saml:boolean,saml_entity_id:string?,saml_acs_url:string?,saml_x509_cert:string?
OrganizationInvite -id:uuid,*target_email:email,first_name:string,-emailing_attempt_made:boolean,-is_expired:boolean,-created_by:UserBasic,-created_at:date-time,-updated_at:date-time,message:string?
OrganizationMember -id:uuid,-user:UserBasic,level:#1|8|15,-joined_at:date-time,-updated_at:date-time
OrganizationResourceAccess -id:integer,*resource:=feature flags|experiments|cohorts|data management|session recordings|insights|dashboards,access_level:#21|37,-organization:uuid,-created_at:date-time,-updated_at:date-time,-created_by:integer
PerformanceEvent *uuid:uuid,*session_id:string,*window_id:string,pageview_id:string,*distinct_id:string,*current_url:string,*entry_type:string,*time_origin:date-time,*timestamp:date-time,*name:string,start_time:number,duration:number,redirect_start:number,redirect_end:number,worker_start:number,fetch_start:number,domain_lookup_start:number,domain_lookup_end:number,connect_start:number,secure_connection_start:number,connect_end:number,request_start:number,response_start:number,response_end:number,decoded_body_size:integer,encoded_body_size:integer,initiator_type:string,next_hop_protocol:string,render_blocking_status:string,response_status:integer,transfer_size:integer,largest_contentful_paint_element:string,largest_contentful_paint_render_time:number,largest_contentful_paint_load_time:number,largest_contentful_paint_size:number,largest_contentful_paint_id:string,largest_contentful_paint_url:string,dom_complete:number,dom_content_loaded_event:number,dom_interactive:number,load_event_end:number,load_event_start:number,redirect_count:integer,navigation_type:string,unload_event_end:number,unload_event_start:number
Person -id:integer,-name:string,-distinct_ids:string[],properties:json,-created_at:date-time,-uuid:uuid
PersonPropertyDelete *$unset:string
PersonPropertyUpdate *key:string,*value:json
Plugin -id:integer,plugin_type:=local|custom|repository|source?,name:string?,description:string?,-url:string?,icon:string?,config_schema:json,tag:string?,-latest_tag:any,is_global:boolean,-organization_id:uuid,-organization_name:any,capabilities:json,metrics:json?,public_jobs:json?
PluginConfig -id:integer,*plugin:integer,enabled:boolean,*order:integer,-config:any,error:json?,-team_id:integer?,-plugin_info:any,-delivery_rate_24h:any,-created_at:date-time
PluginJob *name:string,payload:json,operation:string
PluginJobRequest *job:PluginJob
PluginLogEntry *id:uuid,*team_id:integer,*plugin_id:integer,*plugin_config_id:integer,*timestamp:date-time,*source:=SYSTEM|PLUGIN|CONSOLE,*type:=DEBUG|LOG|INFO|WARN|ERROR,*message:string,*instance_id:uuid
Property type:=AND|OR,*values:PropertyItem[]
PropertyDefinition -id:uuid,*name:string,is_numerical:boolean,query_usage_30_day:integer?,property_type:=DateTime|String|Numeric|Boolean?,tags:any[],-is_seen_on_filtered_events:any
PropertyItem *key:string,*value:string,operator:=exact|is_not|icontains|not_icontains|regex|not_regex|gt|lt|gte|lte|is_set|is_not_set|is_date_exact|is_date_after|is_date_before?,type:=event|person|cohort|element|static-cohort|precalculated-cohort|group|recording|behavioral|session|hogql
Query *query:json
Role -id:uuid,*name:string,feature_flags_access_level:#21|37,-created_at:date-time,-created_by:UserBasic,-members:any,-associated_flags:any
RoleMembership -id:uuid,-role_id:uuid,-user:UserBasic,-joined_at:date-time,-updated_at:date-time,*+user_uuid:uuid
SessionRecordingPlaylist -id:integer,-short_id:any,name:string?,derived_name:string?,description:string,pinned:boolean,-created_at:date-time,-created_by:UserBasic,deleted:boolean,filters:json,-last_modified_at:date-time,-last_modified_by:UserBasic
Subscription -id:integer,dashboard:integer?,insight:integer?,*target_type:=email|slack|webhook,*target_value:string,*frequency:=daily|weekly|monthly|yearly,interval:integer,byweekday:=monday|tuesday|wednesday|thursday|friday|saturday|sunday[]?,bysetpos:integer?,count:integer?,*start_date:date-time,until_date:date-time?,-created_at:date-time,-created_by:UserBasic,deleted:boolean,title:string?,-summary:any,-next_delivery_date:date-time,invite_message:string?
TaggedItem -tag:any
Team -id:integer,-uuid:uuid,-organization:uuid,-api_token:any,app_urls:string?[],name:string,slack_incoming_webhook:string?,-created_at:date-time,-updated_at:date-time,anonymize_ips:boolean,completed_snippet_onboarding:boolean,-ingested_event:boolean,test_account_filters:json,test_account_filters_default_checked:boolean?,path_cleaning_filters:json?,is_demo:boolean,timezone:string,data_attributes:json,person_display_name_properties:string[]?,correlation_config:json?,session_recording_opt_in:boolean,capture_console_log_opt_in:boolean?,capture_performance_opt_in:boolean?,-effective_membership_level:#1|8|15?,access_control:boolean,-has_group_types:boolean,primary_dashboard:integer?,live_events_columns:string[]?,recording_domains:string?[]?,-person_on_events_querying_enabled:boolean,-groups_on_events_querying_enabled:boolean,inject_web_apps:boolean?
TeamBasic -id:integer,-uuid:uuid,*organization:uuid,api_token:string,name:string,completed_snippet_onboarding:boolean,ingested_event:boolean,is_demo:boolean,timezone:string,access_control:boolean
Trend events:FilterEvent[],actions:FilterAction[],properties:Property,filter_test_accounts:boolean,date_from:string,date_to:string,breakdown:string,breakdown_type:=event|person|cohort|group|session|hogql,display:=ActionsLineGraph|ActionsLineGraphCumulative|ActionsTable|ActionsPie|ActionsBar|ActionsBarValue|WorldMap|BoldNumber,formula:string,compare:boolean
TrendResult *data:integer[],*days:date[],*labels:string[],*filter:GenericInsights,*label:string
TrendResults *is_cached:boolean,*last_refresh:date-time,timezone:string,*result:TrendResult[]
User -uuid:uuid,-distinct_id:string,first_name:string,email:email,-date_joined:date-time,email_opt_in:boolean,anonymize_data:boolean,-has_password:boolean,-is_staff:boolean,-team:TeamBasic,-organization:UserOrganization,-organizations:UserOrganization[]
UserBasic -id:integer,-uuid:uuid,distinct_id:string?,first_name:string,*email:email
UserOrganization -id:uuid,name:string
/api/organizations/{organization_id}/domains/
 get ?limit:integer,offset:integer >list:OrganizationDomain
 post <OrganizationDomain >OrganizationDomain
/api/organizations/{organization_id}/domains/{id}/
 get >OrganizationDomain
 put <OrganizationDomain >OrganizationDomain
 patch <OrganizationDomain >OrganizationDomain
 delete >nothing
/api/organizations/{organization_id}/domains/{id}/verify/
 post
/api/organizations/{organization_id}/invites/
 get ?limit:integer,offset:integer >list:OrganizationInvite
 post <OrganizationInvite >OrganizationInvite
/api/organizations/{organization_id}/invites/bulk/
 post
/api/organizations/{organization_id}/invites/{id}/
 delete >nothing
/api/organizations/{organization_id}/members/
 get ?limit:integer,offset:integer >list:OrganizationMember
/api/organizations/{organization_id}/members/{user_uuid}/
 put <OrganizationMember >OrganizationMember
 patch <OrganizationMember >OrganizationMember
 delete >nothing
/api/organizations/{organization_id}/plugins/
 get ?limit:integer,offset:integer >list:Plugin
 post <Plugin >Plugin
/api/organizations/{organization_id}/plugins/activity/
 get
/api/organizations/{organization_id}/plugins/repository/
 get
/api/organizations/{organization_id}/plugins/{id}/
 get >Plugin
 put <Plugin >Plugin
 patch <Plugin >Plugin
 delete >nothing
/api/organizations/{organization_id}/plugins/{id}/check_for_updates/
 get
/api/organizations/{organization_id}/plugins/{id}/source/
 get
/api/organizations/{organization_id}/plugins/{id}/update_source/
 patch
/api/organizations/{organization_id}/plugins/{id}/upgrade/
 post
/api/organizations/{organization_id}/resource_access/
 get ?limit:integer,offset:integer >list:OrganizationResourceAccess
 post <OrganizationResourceAccess >OrganizationResourceAccess
/api/organizations/{organization_id}/resource_access/{id}/
 get >OrganizationResourceAccess
 put <OrganizationResourceAccess >OrganizationResourceAccess
 patch <OrganizationResourceAccess >OrganizationResourceAccess
 delete >nothing
/api/organizations/{organization_id}/roles/
 get ?limit:integer,offset:integer >list:Role
 post <Role >Role
/api/organizations/{organization_id}/roles/{role_id}/
 get >Role
 put <Role >Role
 patch <Role >Role
 delete >nothing
/api/organizations/{organization_id}/roles/{role_id}/role_memberships/
 get ?limit:integer,offset:integer >list:RoleMembership
 post <RoleMembership >RoleMembership
/api/organizations/{organization_id}/roles/{role_id}/role_memberships/{id}/
 delete >nothing
/api/projects/
 get ?limit:integer,offset:integer >list:TeamBasic
 post <Team >Team
/api/projects/{project_id}/
 get >Team
 put <Team >Team
 patch <Team >Team
 delete >nothing
/api/projects/{project_id}/actions/
 get ?format:=csv|json,limit:integer,offset:integer >list:Action
 post ?format:=csv|json <Action >Action
/api/projects/{project_id}/actions/people/
 get ?format:=csv|json
/api/projects/{project_id}/actions/{id}/
 get ?format:=csv|json >Action
 put ?format:=csv|json <Action >Action
 patch ?format:=csv|json <Action >Action
 delete ?format:=csv|json >refused
/api/projects/{project_id}/actions/{id}/count/
 get ?format:=csv|json
/api/projects/{project_id}/activity_log/bookmark_activity_notification/
 post
/api/projects/{project_id}/activity_log/important_changes/
 get
/api/projects/{project_id}/annotations/
 get ?limit:integer,offset:integer,search:string >list:Annotation
 post <Annotation >Annotation
/api/projects/{project_id}/annotations/{id}/
 get >Annotation
 put <Annotation >Annotation
 patch <Annotation >Annotation
 delete >refused
/api/projects/{project_id}/app_metrics/{plugin_config_id}/
 get
/api/projects/{project_id}/app_metrics/{plugin_config_id}/error_details/
 get
/api/projects/{project_id}/app_metrics/{plugin_config_id}/historical_exports/
 get
/api/projects/{project_id}/app_metrics/{plugin_config_id}/historical_exports/{id}/
 get
/api/projects/{project_id}/cohorts/
 get ?limit:integer,offset:integer >list:Cohort
 post <Cohort >Cohort
/api/projects/{project_id}/cohorts/{id}/
 get >Cohort
 put <Cohort >Cohort
 patch <Cohort >Cohort
 delete >refused
/api/projects/{project_id}/cohorts/{id}/persons/
 get ?format:=csv|json
/api/projects/{project_id}/dashboard_templates/
 post <DashboardTemplate >DashboardTemplate
/api/projects/{project_id}/dashboard_templates/repository/
 get
/api/projects/{project_id}/dashboards/
 get ?limit:integer,offset:integer >list:Dashboard
 post <Dashboard >Dashboard
/api/projects/{project_id}/dashboards/{id}/
 get >Dashboard
 put <Dashboard >Dashboard
 patch <Dashboard >Dashboard
 delete >refused
/api/projects/{project_id}/dashboards/{id}/move_tile/
 patch
/api/projects/{project_id}/event_definitions/
 get ?limit:integer,offset:integer >list:EventDefinition
/api/projects/{project_id}/event_definitions/{id}/
 get >EventDefinition
 put <EventDefinition >EventDefinition
 patch <EventDefinition >EventDefinition
/api/projects/{project_id}/events/
 get ?after:date-time,before:date-time,distinct_id:string,event:string,format:=csv|json,limit:integer,offset:integer,person_id:string,properties:Property[],select:string[],where:string[] >list:ClickhouseEvent
/api/projects/{project_id}/events/values/
 get ?format:=csv|json
/api/projects/{project_id}/events/{id}/
 get ?format:=csv|json >ClickhouseEvent
/api/projects/{project_id}/experiments/
 get ?limit:integer,offset:integer >list:Experiment
 post <Experiment >Experiment
/api/projects/{project_id}/experiments/requires_flag_implementation/
 get
/api/projects/{project_id}/experiments/{id}/
 get >Experiment
 put <Experiment >Experiment
 patch <Experiment >Experiment
 delete >nothing
/api/projects/{project_id}/experiments/{id}/results/
 get
/api/projects/{project_id}/experiments/{id}/secondary_results/
 get
/api/projects/{project_id}/exports/
 post <ExportedAsset >ExportedAsset
/api/projects/{project_id}/exports/{id}/
 get >ExportedAsset
/api/projects/{project_id}/exports/{id}/content/
 get
/api/projects/{project_id}/feature_flags/
 get ?limit:integer,offset:integer >list:FeatureFlag
 post <FeatureFlag >FeatureFlag
/api/projects/{project_id}/feature_flags/activity/
 get
/api/projects/{project_id}/feature_flags/evaluation_reasons/
 get
/api/projects/{project_id}/feature_flags/local_evaluation/
 get
/api/projects/{project_id}/feature_flags/my_flags/
 get
/api/projects/{project_id}/feature_flags/user_blast_radius/
 post
/api/projects/{project_id}/feature_flags/{feature_flag_id}/
 get >FeatureFlag
 put <FeatureFlag >FeatureFlag
 patch <FeatureFlag >FeatureFlag
 delete >refused
/api/projects/{project_id}/feature_flags/{feature_flag_id}/activity/
 get
/api/projects/{project_id}/feature_flags/{feature_flag_id}/role_access/
 get ?limit:integer,offset:integer >list:FeatureFlagRoleAccess
 post <FeatureFlagRoleAccess >FeatureFlagRoleAccess
/api/projects/{project_id}/feature_flags/{feature_flag_id}/role_access/{id}/
 get >FeatureFlagRoleAccess
 delete >nothing
/api/projects/{project_id}/groups/
 get ?cursor:integer,*group_type_index:integer >list:Group
/api/projects/{project_id}/groups/find/
 get ?*group_key:string,*group_type_index:integer
/api/projects/{project_id}/groups/property_definitions/
 get
/api/projects/{project_id}/groups/property_values/
 get ?*group_type_index:integer,*key:string
/api/projects/{project_id}/groups/related/
 get ?*group_type_index:integer,*id:string
/api/projects/{project_id}/groups_types/
 get >GroupType[]
/api/projects/{project_id}/groups_types/update_metadata/
 patch
/api/projects/{project_id}/hooks/
 get ?limit:integer,offset:integer >list:Hook
 post <Hook >Hook
/api/projects/{project_id}/hooks/{id}/
 get >Hook
 put <Hook >Hook
 patch <Hook >Hook
 delete >nothing
/api/projects/{project_id}/ingestion_warnings/
 get
/api/projects/{project_id}/insights/
 get ?created_by:integer,format:=csv|json,limit:integer,offset:integer,short_id:string >list:Insight
 post ?format:=csv|json <Insight >Insight
/api/projects/{project_id}/insights/activity/
 get ?format:=csv|json
/api/projects/{project_id}/insights/cancel/
 post ?format:=csv|json
/api/projects/{project_id}/insights/funnel/
 get ?format:=csv|json
 post ?format:=csv|json <Funnel >FunnelStepsResults
/api/projects/{project_id}/insights/funnel/correlation/
 get ?format:=csv|json
 post ?format:=csv|json
/api/projects/{project_id}/insights/my_last_viewed/
 get ?format:=csv|json
/api/projects/{project_id}/insights/path/
 get ?format:=csv|json
 post ?format:=csv|json
/api/projects/{project_id}/insights/retention/
 get ?format:=csv|json
/api/projects/{project_id}/insights/timing/
 post ?format:=csv|json
/api/projects/{project_id}/insights/trend/
 get ?format:=csv|json
 post ?format:=csv|json <Trend >TrendResults
/api/projects/{project_id}/insights/{id}/
 get ?format:=csv|json,from_dashboard:integer,refresh:boolean >Insight
 put ?format:=csv|json <Insight >Insight
 patch ?format:=csv|json <Insight >Insight
 delete ?format:=csv|json >refused
/api/projects/{project_id}/insights/{id}/activity/
 get ?format:=csv|json
/api/projects/{project_id}/insights/{id}/viewed/
 post ?format:=csv|json
/api/projects/{project_id}/integrations/
 get ?limit:integer,offset:integer >list:Integration
 post <Integration >Integration
/api/projects/{project_id}/integrations/{id}/
 get >Integration
 delete >nothing
/api/projects/{project_id}/integrations/{id}/channels/
 get
/api/projects/{project_id}/is_generating_demo_data/
 get
/api/projects/{project_id}/performance_events/
 get ?limit:integer,offset:integer >list:PerformanceEvent
/api/projects/{project_id}/performance_events/recent_pageviews/
 get
/api/projects/{project_id}/persons/
 get ?distinct_id:string,email:string,format:=csv|json,limit:integer,offset:integer,properties:Property[],search:string >list:Person
/api/projects/{project_id}/persons/activity/
 get ?format:=csv|json
/api/projects/{project_id}/persons/cohorts/
 get ?format:=csv|json
/api/projects/{project_id}/persons/funnel/
 get ?format:=csv|json
 post ?format:=csv|json
/api/projects/{project_id}/persons/funnel/correlation/
 get ?format:=csv|json
 post ?format:=csv|json
/api/projects/{project_id}/persons/lifecycle/
 get ?format:=csv|json
/api/projects/{project_id}/persons/path/
 get ?format:=csv|json
 post ?format:=csv|json
/api/projects/{project_id}/persons/properties/
 get ?format:=csv|json
/api/projects/{project_id}/persons/retention/
 get ?format:=csv|json
/api/projects/{project_id}/persons/stickiness/
 get ?format:=csv|json
/api/projects/{project_id}/persons/trends/
 get ?format:=csv|json
/api/projects/{project_id}/persons/values/
 get ?format:=csv|json
/api/projects/{project_id}/persons/{id}/
 get ?format:=csv|json >Person
 put ?format:=csv|json <Person >Person
 patch ?format:=csv|json <Person >Person
 delete ?delete_events:boolean,format:=csv|json >nothing
/api/projects/{project_id}/persons/{id}/activity/
 get ?format:=csv|json
/api/projects/{project_id}/persons/{id}/delete_property/
 post <PersonPropertyDelete
/api/projects/{project_id}/persons/{id}/properties_timeline/
 get ?format:=csv|json
/api/projects/{project_id}/persons/{id}/split/
 post ?format:=csv|json
/api/projects/{project_id}/persons/{id}/update_property/
 post <PersonPropertyUpdate
/api/projects/{project_id}/plugin_configs/
 get ?limit:integer,offset:integer >list:PluginConfig
 post <PluginConfig >PluginConfig
/api/projects/{project_id}/plugin_configs/rearrange/
 patch
/api/projects/{project_id}/plugin_configs/{plugin_config_id}/
 get >PluginConfig
 put <PluginConfig >PluginConfig
 patch <PluginConfig >PluginConfig
 delete >nothing
/api/projects/{project_id}/plugin_configs/{plugin_config_id}/frontend/
 get
/api/projects/{project_id}/plugin_configs/{plugin_config_id}/job/
 post <PluginJobRequest
/api/projects/{project_id}/plugin_configs/{plugin_config_id}/logs/
 get ?limit:integer,offset:integer >list:PluginLogEntry
/api/projects/{project_id}/property_definitions/
 get ?event_names:string,excluded_properties:string,filter_by_event_names:boolean?,group_type_index:integer,is_feature_flag:boolean?,is_numerical:boolean?,limit:integer,offset:integer,properties:string,search:string,type:=event|person|group >list:PropertyDefinition
/api/projects/{project_id}/property_definitions/{id}/
 get >PropertyDefinition
 put <PropertyDefinition >PropertyDefinition
 patch <PropertyDefinition >PropertyDefinition
/api/projects/{project_id}/query/
 get ?query:string
 post <Query
/api/projects/{project_id}/reset_token/
 patch
/api/projects/{project_id}/session_recording_playlists/
 get ?created_by:integer,limit:integer,offset:integer,short_id:string >list:SessionRecordingPlaylist
 post <SessionRecordingPlaylist >SessionRecordingPlaylist
/api/projects/{project_id}/session_recording_playlists/{short_id}/
 get >SessionRecordingPlaylist
 put <SessionRecordingPlaylist >SessionRecordingPlaylist
 patch <SessionRecordingPlaylist >SessionRecordingPlaylist
 delete >refused
/api/projects/{project_id}/session_recording_playlists/{short_id}/recordings/
 get
/api/projects/{project_id}/session_recording_playlists/{short_id}/recordings/{session_recording_id}/
 post
 delete >nothing
/api/projects/{project_id}/session_recordings/
 get
/api/projects/{project_id}/session_recordings/properties/
 get
/api/projects/{project_id}/session_recordings/{id}/
 get
/api/projects/{project_id}/session_recordings/{id}/snapshots/
 get
/api/projects/{project_id}/subscriptions/
 get ?limit:integer,offset:integer >list:Subscription
 post <Subscription >Subscription
/api/projects/{project_id}/subscriptions/{id}/
 get >Subscription
 put <Subscription >Subscription
 patch <Subscription >Subscription
 delete >refused
/api/projects/{project_id}/tags/
 get ?limit:integer,offset:integer >list:TaggedItem
/api/projects/{project_id}/uploaded_media/
 post
/api/prompts/my_prompts/
 patch
/api/users/@me/
 get >User
`;
