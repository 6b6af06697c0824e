// The texts of every rulebook a store was ever decided under, by digest, so that receipts of old entries carry the book
// that held then - also after a shop changed its own.
#pragma once

#include "engine/cases/store.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <string_view>
#include <vector>

namespace redress::api {

/// Keeps what is not kept yet. In the unit that puts these books in force.
void keep_rulebooks(StoreWriter& store, rules::Library const& books);

/// Empty if no book of that digest was ever kept.
std::vector<ledger::RulebookText> kept_rulebook(StoreReader& store, std::string_view digest);

/// The same, read anew so that it can judge; null as well if this program no longer reads it as the same book.
rules::BookPointer restored_rulebook(StoreReader& store, std::string_view digest);

}  // namespace redress::api
