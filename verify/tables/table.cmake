# What the scripts that make tables share.

# version_of(FOLDER VARIABLE): what an npm package says of itself.
function(version_of folder variable)
  file(READ ${folder}/package.json package)
  string(JSON version GET "${package}" version)
  set(${variable} ${version} PARENT_SCOPE)
endfunction()

# write_table(NAME ROW FUNCTION VERSION ROWS): OUT, the table of verify/tables/NAME.h as an array of ROWs
# that FUNCTION answers; `rows` are lines of C++.
function(write_table name row function version rows)
  list(LENGTH rows count)
  string(JOIN "" lines ${rows})
  file(
    WRITE ${OUT}
    "// Made by verify/tables/${name}.cmake.\n"
    "#include \"verify/tables/${name}.h\"\n\n#include <array>\n\n"
    "namespace dossier::verify {\nnamespace {\n\n"
    "constexpr std::array<${row}, ${count}> rows{\n${lines}};\n\n} // namespace\n\n"
    "std::span<const ${row}> ${function}()\n{\n    return rows;\n}\n\n"
    "std::string_view ${function}_version()\n{\n    return \"${name}/${version}\";\n}\n\n"
    "} // namespace dossier::verify\n")
endfunction()
