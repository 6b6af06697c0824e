// What the memory store keeps: the tables of the SQLite store as ordered maps, with the same orders.
//
// A value type; a copy is a snapshot.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/common/list_order.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace redress::storage {

struct MemoryTables {
  template <class Value>
  using ById = std::map<std::string, Value, std::less<>>;
  using OrderKey = std::tuple<std::string, std::string, std::string>;  // shop, platform, order id

  struct CaseRow {
    Case case_;
    std::string search_text;
  };
  struct OutboxRow {
    OutboxItem item;
    std::int64_t number = 0;  // in the order they were recorded
  };
  struct EvidencePlace {
    std::string case_id;
    std::size_t index = 0;
  };

  ById<CaseRow> cases;
  std::set<ListKey> case_order;
  std::map<OrderKey, std::vector<std::string>> cases_by_order;
  std::vector<Entry> ledger;
  ById<std::int64_t> entry_seqs;
  ById<std::vector<std::int64_t>> trails;
  ById<std::vector<Evidence>> evidence;  // by case
  ById<EvidencePlace> evidence_places;
  std::set<std::pair<std::string, std::string>> blob_owners;                       // sha256, shop
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> uses;    // sha256, shop -> evidence ids
  ById<PictureMark> pictures;                                                      // by sha256
  std::set<std::tuple<std::string, int, std::string, std::string>> picture_parts;  // shop, place, bits, evidence id
  std::map<OrderKey, Order> orders;
  ById<OutboxRow> outbox;                                                   // by key
  ById<std::vector<std::string>> outbox_keys;                               // by case
  std::set<std::tuple<Instant, std::int64_t, std::string>> outbox_pending;  // due, number, key
  std::map<std::pair<std::string, std::string>, StoredAnswer> answers;      // actor id, request id
  ById<std::vector<PersonalText>> personal;                                 // by case
  std::map<std::pair<std::string, std::string>, WaybillUse> waybills;       // shop, mark
  ById<TokenRow> tokens;
  ById<std::string> settings;
};

}  // namespace redress::storage
