#include "api/service/id_order.hpp"

namespace redress::api {

void continue_ids(Store& store, Ids& ids) {
  store.read([&](StoreReader& reader) {
    auto const size = reader.ledger_size();
    if (size == 0) return;
    for (auto const& entry : reader.entries_from(size - 1, 1)) ids.continue_after(entry.id);
  });
}

}  // namespace redress::api
