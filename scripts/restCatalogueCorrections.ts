/**
 * What PostHog's own description of its API leaves out or gets wrong, from its source and its documentation
 * (reference 6.1, 7.2, 8.1). Written in the text form of platform/restCatalogueFormat.ts.
 */

/** Shapes that the description lacks. */
export const extraShapes = `
PersonPropertyUpdate *key:string,*value:json
PersonPropertyDelete *$unset:string
PluginJob *name:string,payload:json,operation:string
PluginJobRequest *job:PluginJob
Query *query:json
User -uuid:uuid,-distinct_id:string,first_name:string,email:email,-date_joined:date-time,email_opt_in:boolean,anonymize_data:boolean,-has_password:boolean,-is_staff:boolean,-team:TeamBasic,-organization:UserOrganization,-organizations:UserOrganization[]
UserOrganization -id:uuid,name:string
`;

/**
 * Operations that the description lacks or describes wrongly: a body that is the whole resource, parameters
 * in the query that belong in the body, a distinct id that is a number.
 */
export const extraOperations = `
/api/projects/{project_id}/activity_log/bookmark_activity_notification/
 post
/api/projects/{project_id}/activity_log/important_changes/
 get
/api/projects/{project_id}/events/
 get ?after:date-time,before:date-time,distinct_id:string,event:string,format:=csv|json,limit:integer,offset:integer,person_id:string,properties:Property[],select:string[],where:string[] >list:ClickhouseEvent
/api/projects/{project_id}/persons/{id}/update_property/
 post <PersonPropertyUpdate
/api/projects/{project_id}/persons/{id}/delete_property/
 post <PersonPropertyDelete
/api/projects/{project_id}/plugin_configs/{plugin_config_id}/job/
 post <PluginJobRequest
/api/projects/{project_id}/query/
 post <Query
/api/users/@me/
 get >User
`;

/** Fields, by shape, whose type the description gives as a bare `string` for want of knowledge. */
export const fieldCorrections = `
ClickhouseEvent -id:string,-distinct_id:string,-event:string,-timestamp:date-time,-properties:json
Person -name:string
Insight -short_id:string
`;
