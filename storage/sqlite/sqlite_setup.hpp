// What is set for SQLite as a whole, before it begins to work in this process.
#pragma once

namespace redress::storage {

/// To be called before anything else of SQLite; only the first call counts, and none where SQLite is at work already.
/// Thread-safe.
void set_up_sqlite();

}  // namespace redress::storage
