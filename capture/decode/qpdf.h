#pragma once
// qpdf without its JSON: we have no use for it, and clang (clang-tidy, clangd, the fuzz preset)
// cannot compile qpdf 11's JSON.hh as C++20.

#define JSON_HH
class JSON;

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
