// Every SQL text that runs more than once has a name here and its words in queries.cpp; the schema is in
// migration_steps.cpp.
//
// Parameters are bound by position, columns read by position, in the order of the words.
#pragma once

#include <span>
#include <string_view>

namespace redress::storage {

/// The name is for sentences and plans; `text` lives as long as the program.
struct Query {
  std::string_view name;
  char const* text;
};

namespace queries {

extern Query const begin, begin_read, look, commit, rollback, savepoint, undo, release;

extern Query const find_case, trail_end, insert_case, move_case, touch_case;
extern Query const list_all, list_by_shop, list_by_owed, list_by_order, list_by_text, index_words;
extern Query const cases_of_order, cases_due, next_due;

extern Query const insert_entry, find_entry, trail, trail_newest_first, last_of_trail, entries_from, last_seq;
extern Query const insert_dictionary, find_dictionary, last_dictionary;
extern Query const insert_evidence, find_evidence, evidence_of, blob_of_shop, blob_of_any_shop, uses_of;
extern Query const put_upload, uploaded_for;
extern Query const put_picture, find_picture, insert_picture_part, pictures_with_part;
extern Query const insert_order, find_order;
extern Query const insert_outbox, outbox_pending, outbox_of, outbox_is_known;
extern Query const attempt_outbox, wake_outbox, deliver_outbox;
extern Query const insert_answer, find_answer;
extern Query const insert_personal, personal_of;
extern Query const insert_waybill, find_waybill;
extern Query const put_token, find_token, tokens;
extern Query const put_setting, setting;

extern Query const put_user, find_user, user_named, users;
extern Query const put_session, find_session, sessions_of, sessions;
extern Query const put_second_factor, use_second_factor, remove_second_factor, find_second_factor, second_factors;
extern Query const see_session, end_session, end_sessions_of, end_stale_sessions;
extern Query const put_hook, move_hook, remove_hook, hooks, find_hook;
extern Query const insert_delivery, update_delivery, find_delivery, deliveries_of, deliveries_in_state, delivery_at;
extern Query const deliveries_asked, forget_deliveries, remove_deliveries;

extern Query const insert_person, update_person, active_person, person_of_case, persons_named, persons_waiting;
extern Query const insert_person_key, person_key, destroy_person_key, cases_of_person;
extern Query const count_personal, delete_personal, empty_evidence, empty_answer, file_is_needed;
extern Query const delete_picture_part, delete_lone_picture;

/// All of them, for the test that looks at each plan.
std::span<Query const* const> all();

}  // namespace queries
}  // namespace redress::storage
