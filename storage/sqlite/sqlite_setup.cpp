#include "storage/sqlite/sqlite_setup.hpp"

#include <sqlite3.h>

namespace redress::storage {

// Counting every allocation costs a lock for each, and nobody reads the count.
void set_up_sqlite() {
  static int const once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

}  // namespace redress::storage
