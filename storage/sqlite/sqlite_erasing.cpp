// What SqliteWriter destroys when a person's words go; the rest of it is sqlite_writer.cpp.
#include "storage/common/picture_parts.hpp"
#include "storage/sqlite/sqlite_writer.hpp"

namespace redress::storage {

// How pictures look tells of what is in them; a picture that somebody else's case has as well is theirs to keep.
void SqliteWriter::forget_pictures(std::string const& case_id) {
  for (auto const& item : evidence_of(case_id)) {
    if (!item.mime.starts_with("image/")) continue;
    auto const picture = find_picture(item.sha256);
    if (!picture) continue;
    auto const shop = find_case(case_id).value().shop;
    for (auto const& part : parts_of(picture->mark))
      connection().run(queries::delete_picture_part).bind(shop, part.place, part.bits, item.id).execute();
    connection().run(queries::delete_lone_picture).bind(item.sha256, case_id).execute();
  }
}

void SqliteWriter::destroy_words(std::int64_t number) {
  unit_wrote_ = true;
  memory_.forget_all();
  for (auto const& case_id : cases_of_person(number)) {
    connection().run(queries::delete_personal).bind(case_id).execute();
    forget_pictures(case_id);
    connection().run(queries::empty_evidence).bind(case_id).execute();
    // What a retry would be answered, and the hash of what was asked, may hold the same words.
    for (std::string cursor;;) {
      auto page = trail(case_id, cursor, 1000);
      for (auto const& entry : page.entries) {
        auto const members = boost::json::parse(entry.bytes).as_object();
        auto const* actor = members.if_contains("actor");
        auto const* request_id = members.if_contains("request_id");
        if (!actor || !request_id) continue;
        connection()
            .run(queries::empty_answer)
            .bind(std::string_view(actor->as_string()), std::string_view(request_id->as_string()))
            .execute();
      }
      if (page.next_cursor.empty()) break;
      cursor = page.next_cursor;
    }
  }
  connection().run(queries::destroy_person_key).bind(number).execute();
  memory_.forget_all();
}

}  // namespace redress::storage
