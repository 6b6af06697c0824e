// What is asked of the rows of webhooks and their deliveries.
#include "storage/sqlite/queries.hpp"

namespace redress::storage::queries {

// clang-format off

#define HOOK "id, shop, next_seq, next_part, sealed"
extern Query const put_hook{"put_hook",
  "INSERT INTO hooks (" HOOK ") VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET"
  " next_seq = ?3, next_part = ?4, sealed = ?5"};
extern Query const move_hook{"move_hook",
  "UPDATE hooks SET next_seq = ?4, next_part = ?5 WHERE id = ?1 AND next_seq = ?2 AND next_part = ?3"};
extern Query const remove_hook{"remove_hook", "DELETE FROM hooks WHERE id = ?1"};
extern Query const hooks{"hooks", "SELECT " HOOK " FROM hooks ORDER BY id"};
extern Query const find_hook{"find_hook", "SELECT " HOOK " FROM hooks WHERE id = ?1"};
#undef HOOK

#define DELIVERY \
  "id, hook, event_id, type, seq, part, case_id, body, state, tries, next_try_ms, asked, attempts, created_ms"
extern Query const insert_delivery{"insert_delivery",
  "INSERT INTO hook_deliveries (" DELIVERY
  ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"};
extern Query const update_delivery{"update_delivery",
  "UPDATE hook_deliveries SET state = ?2, tries = ?3, next_try_ms = ?4, asked = ?5, attempts = ?6 WHERE id = ?1"};
extern Query const find_delivery{"find_delivery", "SELECT n, " DELIVERY " FROM hook_deliveries WHERE id = ?1"};
extern Query const deliveries_of{"deliveries_of",
  "SELECT n, " DELIVERY " FROM hook_deliveries INDEXED BY hook_deliveries_by_hook WHERE hook = ?1 AND n < ?2"
  " ORDER BY n DESC LIMIT ?3"};
extern Query const deliveries_in_state{"deliveries_in_state",
  "SELECT n, " DELIVERY " FROM hook_deliveries INDEXED BY hook_deliveries_by_state WHERE hook = ?1 AND state = ?4"
  " AND n < ?2 ORDER BY n DESC LIMIT ?3"};
extern Query const delivery_at{"delivery_at",
  "SELECT n, " DELIVERY " FROM hook_deliveries INDEXED BY hook_deliveries_by_place WHERE hook = ?1 AND seq = ?2"
  " AND part = ?3 ORDER BY n DESC LIMIT 1"};  // the last: the place may have been passed before (webhook.set)
extern Query const deliveries_asked{"deliveries_asked",
  "SELECT n, " DELIVERY " FROM hook_deliveries INDEXED BY hook_deliveries_asked WHERE asked = 1 ORDER BY n LIMIT ?1"};
#undef DELIVERY
extern Query const forget_deliveries{"forget_deliveries", R"(
  DELETE FROM hook_deliveries WHERE hook = ?1 AND n <= (
    SELECT n FROM hook_deliveries INDEXED BY hook_deliveries_by_hook WHERE hook = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2))"};
extern Query const remove_deliveries{"remove_deliveries",
  "DELETE FROM hook_deliveries INDEXED BY hook_deliveries_by_hook WHERE hook = ?1"};

// clang-format on

}  // namespace redress::storage::queries
