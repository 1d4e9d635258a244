Attribute VB_Name = "EntityCheckAnswers"
Option Explicit
Option Private Module

' Answers the worksheet functions out of a dictionary, and asks Python for what it
' lacks. Excel calculates filled-down formulas one by one, and each trip to Python
' takes a millisecond or more; so the first formula of a filled-down column asks
' for the whole block of rows it stands in, and the others find their answers here.
'
' The keys are the arguments' values: rows that are handed over needlessly cost
' time, and never make a wrong answer. So neither hidden rows nor a second workbook
' nor a guess about the columns that proves wrong can do harm.

Private Const BLOCK_ROWS As Long = 16384    ' a second or two of screening
Private Const MOST_ANSWERS As Long = 250000 ' then the dictionary starts anew
Private Const LONELY_LIMIT As Long = 2      ' formulas that stand alone, before their column is asked for as a whole

Private answers As Object   ' key -> what the cell shows
Private lonely As Object    ' function and column -> formulas that stood alone
Private heldTable As String ' hash of the table that the answers come from

' What a function shows that answers cell by cell: a value for a cell, an array for a range.
Public Function AnswerCells(ByVal functionName As String, arguments As Variant) As Variant
    On Error GoTo Failed
    If InFunctionWizard() Then
        AnswerCells = CVErr(xlErrNA)
    ElseIf AreAllOneCell(arguments) Then
        AnswerCells = AnswerOfOne(functionName, arguments)
    Else
        AnswerCells = AnswerOfMany(functionName, arguments)
    End If
    Exit Function
Failed:
    RememberProblem Err.Description
    AnswerCells = CVErr(xlErrValue)
End Function

' What a function shows that spills; its arguments are single cells.
Public Function AnswerSpill(ByVal functionName As String, arguments As Variant) As Variant
    Dim cells As Variant
    Dim key As String

    On Error GoTo Failed
    If InFunctionWizard() Then
        AnswerSpill = CVErr(xlErrNA)
        Exit Function
    End If
    If Not AreAllOneCell(arguments) Then
        AnswerSpill = CVErr(xlErrValue)
        Exit Function
    End If
    cells = OneCellEach(arguments)
    key = KeyOf(functionName, cells)
    If Not IsHeld(key) Then AskForSpill functionName, key, cells
    AnswerSpill = AnswerTo(key)
    Exit Function
Failed:
    RememberProblem Err.Description
    AnswerSpill = CVErr(xlErrValue)
End Function

' Forgets every answer, so that the next calculation asks again.
Public Sub ForgetAnswers()
    Set answers = Nothing
    Set lonely = Nothing
    heldTable = ""
End Sub

' How many answers are held, for the diagnosis.
Public Function HeldAnswers() As Long
    If Not answers Is Nothing Then HeldAnswers = answers.Count
End Function

Private Function AnswerOfOne(ByVal functionName As String, arguments As Variant) As Variant
    Dim cells As Variant
    Dim early As Variant
    Dim key As String
    Dim wanted As Object

    cells = OneCellEach(arguments)
    If IsAnsweredEarly(cells, early) Then
        AnswerOfOne = early
        Exit Function
    End If
    key = KeyOf(functionName, cells)
    If Not IsHeld(key) Then
        Set wanted = CreateObject("Scripting.Dictionary")
        wanted.Add key, cells
        If StandsInColumn(functionName, arguments(0)) Then AddBlock functionName, arguments, wanted
        Ask functionName, wanted
        AnswerOfOne = AnswerTo(key)
    Else
        AnswerOfOne = answers(key)
    End If
End Function

Private Function AnswerOfMany(ByVal functionName As String, arguments As Variant) As Variant
    Dim grids() As Variant
    Dim shown() As Variant
    Dim keys() As String
    Dim cells As Variant
    Dim early As Variant
    Dim wanted As Object
    Dim rowCount As Long, columnCount As Long, row As Long, column As Long, attempt As Long

    If Not ReadGrids(arguments, grids, rowCount, columnCount) Then
        AnswerOfMany = CVErr(xlErrValue)
        Exit Function
    End If
    If rowCount < 1 Or columnCount < 1 Then ' a whole column below the used range
        AnswerOfMany = ""
        Exit Function
    End If
    ReDim shown(1 To rowCount, 1 To columnCount)
    ReDim keys(1 To rowCount, 1 To columnCount)
    ' Twice, for the dictionary may start anew while it is being filled: it is full, or the table has changed.
    For attempt = 1 To 2
        Set wanted = CreateObject("Scripting.Dictionary")
        For row = 1 To rowCount
            For column = 1 To columnCount
                cells = CellsAt(grids, row, column)
                If IsAnsweredEarly(cells, early) Then
                    shown(row, column) = early
                Else
                    keys(row, column) = KeyOf(functionName, cells)
                    If Not IsHeld(keys(row, column)) Then wanted(keys(row, column)) = cells
                End If
            Next column
        Next row
        If wanted.Count = 0 Then Exit For
        Ask functionName, wanted
    Next attempt
    For row = 1 To rowCount
        For column = 1 To columnCount
            If Len(keys(row, column)) > 0 Then shown(row, column) = AnswerTo(keys(row, column))
        Next column
    Next row
    AnswerOfMany = shown
End Function

' --- asking Python ---------------------------------------------------------------

Private Sub Ask(ByVal functionName As String, ByVal wanted As Object)
    Dim keys As Variant
    Dim total As Long, first As Long, last As Long

    total = wanted.Count
    If total = 0 Then Exit Sub
    If answers Is Nothing Then Set answers = CreateObject("Scripting.Dictionary")
    If answers.Count + total > MOST_ANSWERS Then answers.RemoveAll
    keys = wanted.keys
    For first = 0 To total - 1 Step BLOCK_ROWS
        last = first + BLOCK_ROWS - 1
        If last > total - 1 Then last = total - 1
        If total > BLOCK_ROWS Then ShowProgress first, total
        If Not AskFor(functionName, wanted, keys, first, last) Then Exit For
    Next first
    If total > BLOCK_ROWS Then ShowProgress total, total
End Sub

Private Function AskFor(ByVal functionName As String, ByVal wanted As Object, keys As Variant, ByVal first As Long, ByVal last As Long) As Boolean
    Dim calls() As Variant
    Dim cells As Variant
    Dim reply As Variant
    Dim place As Long, column As Long, top As Long, left As Long

    cells = wanted(keys(first))
    ReDim calls(1 To last - first + 1, 1 To UBound(cells) + 1)
    For place = first To last
        cells = wanted(keys(place))
        For column = 0 To UBound(cells)
            calls(place - first + 1, column + 1) = cells(column)
        Next column
    Next place
    If Not CallPython("entity_answers", Array(functionName, calls), reply) Then Exit Function
    If Not IsArray(reply) Then Exit Function
    top = LBound(reply, 1)
    left = LBound(reply, 2)
    If UBound(reply, 1) - top <> last - first + 1 Then Exit Function
    HoldTable CStr(reply(top, left))
    For place = first To last
        answers(keys(place)) = AsCell(reply(top + place - first + 1, left))
    Next place
    AskFor = True
End Function

Private Sub AskForSpill(ByVal functionName As String, ByVal key As String, cells As Variant)
    Dim reply As Variant
    Dim spilt() As Variant
    Dim row As Long, column As Long, top As Long, left As Long

    If answers Is Nothing Then Set answers = CreateObject("Scripting.Dictionary")
    If Not CallPython("entity_spill", Array(functionName, cells), reply) Then Exit Sub
    If Not IsArray(reply) Then Exit Sub
    top = LBound(reply, 1)
    left = LBound(reply, 2)
    HoldTable CStr(reply(top, left))
    If UBound(reply, 1) = top + 1 And UBound(reply, 2) = left Then
        answers(key) = AsCell(reply(top + 1, left))
        Exit Sub
    End If
    ReDim spilt(1 To UBound(reply, 1) - top, 1 To UBound(reply, 2) - left + 1)
    For row = 1 To UBound(spilt, 1)
        For column = 1 To UBound(spilt, 2)
            spilt(row, column) = AsCell(reply(top + row, left + column - 1))
        Next column
    Next row
    answers(key) = spilt
End Sub

' Every reply names the table it comes from; answers from another table are dropped.
Private Sub HoldTable(ByVal status As String)
    Dim table As String

    table = Split(status & vbTab, vbTab)(0)
    If table <> heldTable Then
        answers.RemoveAll
        heldTable = table
    End If
    RememberStatus status
End Sub

Private Sub ShowProgress(ByVal done As Long, ByVal total As Long)
    On Error Resume Next ' Excel may refuse it in the middle of a calculation
    If done < total Then
        Application.StatusBar = "Entity Check: " & Format(done, "#,##0") & " of " & Format(total, "#,##0") & " names screened (Esc stops)"
    Else
        Application.StatusBar = False
    End If
End Sub

' --- which rows belong to one fill-down ------------------------------------------

' Whether the formula under calculation is one of a filled-down column. A formula
' that stands alone is asked for alone, so that one cell beside a long list
' answers at once; if more of those follow in the same column, it is a list too.
Private Function StandsInColumn(ByVal functionName As String, vendor As Variant) As Boolean
    Dim column As String

    If Not IsObject(vendor) Then Exit Function
    If IsFilledDown() Then
        StandsInColumn = True
        Exit Function
    End If
    If lonely Is Nothing Then Set lonely = CreateObject("Scripting.Dictionary")
    column = functionName & vbNullChar & vendor.Worksheet.Parent.Name & vbNullChar & vendor.Worksheet.Name & vbNullChar & vendor.Column
    lonely(column) = lonely(column) + 1
    StandsInColumn = lonely(column) > LONELY_LIMIT
End Function

Private Function IsFilledDown() As Boolean
    Dim formulaCell As Object

    On Error GoTo Alone ' calculated for no cell, or a neighbour beyond the sheet's edge
    If TypeName(Application.Caller) <> "Range" Then Exit Function
    Set formulaCell = Application.Caller.Cells(1, 1)
    If Not formulaCell.HasFormula Then Exit Function
    If formulaCell.Row > 1 Then
        IsFilledDown = (formulaCell.Offset(-1, 0).FormulaR1C1 = formulaCell.FormulaR1C1)
    End If
    If Not IsFilledDown Then IsFilledDown = (formulaCell.Offset(1, 0).FormulaR1C1 = formulaCell.FormulaR1C1)
Alone:
End Function

' Adds what the other formulas of the block are likely to ask.
Private Sub AddBlock(ByVal functionName As String, arguments As Variant, ByVal wanted As Object)
    Dim columns() As Variant
    Dim cells As Variant
    Dim ignored As Variant
    Dim key As String
    Dim firstRow As Long, lastRow As Long, row As Long, place As Long

    firstRow = ((arguments(0).Row - 1) \ BLOCK_ROWS) * BLOCK_ROWS + 1
    lastRow = LastUsedRow(arguments(0).Worksheet)
    If lastRow > firstRow + BLOCK_ROWS - 1 Then lastRow = firstRow + BLOCK_ROWS - 1
    If lastRow <= firstRow Then Exit Sub
    ReDim columns(0 To UBound(arguments))
    For place = 0 To UBound(arguments)
        columns(place) = ColumnBeside(arguments(place), arguments(0), firstRow, lastRow)
    Next place
    For row = 1 To lastRow - firstRow + 1
        cells = CellsAt(columns, row, 1)
        If Not IsAnsweredEarly(cells, ignored) Then
            key = KeyOf(functionName, cells)
            If Not IsHeld(key) Then
                If Not wanted.Exists(key) Then wanted.Add key, cells
            End If
        End If
    Next row
End Sub

' A cell in the vendor's row goes down with it; anything else stays the same for all rows.
Private Function ColumnBeside(argument As Variant, vendor As Variant, ByVal firstRow As Long, ByVal lastRow As Long) As Variant
    Dim sheet As Object

    If IsObject(argument) Then
        Set sheet = argument.Worksheet
        If argument.Row = vendor.Row And sheet.Name = vendor.Worksheet.Name And sheet.Parent.Name = vendor.Worksheet.Parent.Name Then
            ColumnBeside = sheet.Range(sheet.Cells(firstRow, argument.Column), sheet.Cells(lastRow, argument.Column)).Value2
            Exit Function
        End If
    End If
    ColumnBeside = OneCell(argument)
End Function

' --- arguments -------------------------------------------------------------------

' Reads all arguments as arrays of the first one's shape, or of one cell.
Private Function ReadGrids(arguments As Variant, ByRef grids() As Variant, ByRef rowCount As Long, ByRef columnCount As Long) As Boolean
    Dim fullRows As Long, fullColumns As Long, otherRows As Long, otherColumns As Long, place As Long

    If Not ReadShape(arguments(0), fullRows, fullColumns) Then Exit Function
    rowCount = fullRows
    columnCount = fullColumns
    If IsObject(arguments(0)) Then TrimToUsed arguments(0), rowCount, columnCount
    ReDim grids(0 To UBound(arguments))
    For place = 0 To UBound(arguments)
        If Not ReadShape(arguments(place), otherRows, otherColumns) Then Exit Function
        If otherRows = 1 And otherColumns = 1 Then
            grids(place) = OneCell(arguments(place))
        ElseIf otherRows <> fullRows Or otherColumns <> fullColumns Then
            Exit Function
        ElseIf rowCount >= 1 And columnCount >= 1 Then
            grids(place) = GridOf(arguments(place), rowCount, columnCount)
        End If
    Next place
    ReadGrids = True
End Function

Private Function ReadShape(argument As Variant, ByRef rowCount As Long, ByRef columnCount As Long) As Boolean
    rowCount = 1
    columnCount = 1
    If IsObject(argument) Then
        If TypeName(argument) <> "Range" Then Exit Function
        If argument.Areas.Count > 1 Then Exit Function
        rowCount = argument.Rows.Count
        columnCount = argument.Columns.Count
    ElseIf IsArray(argument) Then
        If IsFlat(argument) Then
            columnCount = UBound(argument) - LBound(argument) + 1
        Else
            rowCount = UBound(argument, 1) - LBound(argument, 1) + 1
            columnCount = UBound(argument, 2) - LBound(argument, 2) + 1
        End If
    End If
    ReadShape = True
End Function

' A range that goes on to the sheet's edge, such as A:A, ends where the sheet's content does.
Private Sub TrimToUsed(argument As Variant, ByRef rowCount As Long, ByRef columnCount As Long)
    Dim sheet As Object

    Set sheet = argument.Worksheet
    If argument.Row + rowCount - 1 = sheet.Rows.Count Then rowCount = LastUsedRow(sheet) - argument.Row + 1
    If argument.Column + columnCount - 1 = sheet.Columns.Count Then
        columnCount = sheet.UsedRange.Column + sheet.UsedRange.Columns.Count - argument.Column
    End If
End Sub

Private Function LastUsedRow(ByVal sheet As Object) As Long
    LastUsedRow = sheet.UsedRange.Row + sheet.UsedRange.Rows.Count - 1
End Function

' The values of an argument, both bounds from 1.
Private Function GridOf(argument As Variant, ByVal rowCount As Long, ByVal columnCount As Long) As Variant
    Dim grid() As Variant
    Dim row As Long, column As Long

    ReDim grid(1 To rowCount, 1 To columnCount)
    If IsObject(argument) Then
        If rowCount > 1 Or columnCount > 1 Then
            GridOf = argument.Cells(1, 1).Resize(rowCount, columnCount).Value2
            Exit Function
        End If
        grid(1, 1) = argument.Cells(1, 1).Value2
    Else
        For row = 1 To rowCount
            For column = 1 To columnCount
                If IsFlat(argument) Then
                    grid(row, column) = argument(LBound(argument) + column - 1)
                Else
                    grid(row, column) = argument(LBound(argument, 1) + row - 1, LBound(argument, 2) + column - 1)
                End If
            Next column
        Next row
    End If
    GridOf = grid
End Function

Private Function CellsAt(ByRef grids() As Variant, ByVal row As Long, ByVal column As Long) As Variant
    Dim cells As Variant
    Dim place As Long

    ReDim cells(0 To UBound(grids))
    For place = 0 To UBound(grids)
        If IsArray(grids(place)) Then cells(place) = grids(place)(row, column) Else cells(place) = grids(place)
    Next place
    CellsAt = cells
End Function

' Whether an array has one dimension, as {"a","b"} has.
Private Function IsFlat(values As Variant) As Boolean
    Dim bound As Long

    On Error GoTo Flat
    bound = UBound(values, 2)
    Exit Function
Flat:
    IsFlat = True
End Function

' The way of a filled-down formula, so it asks Excel for as little as it can.
Private Function AreAllOneCell(arguments As Variant) As Boolean
    Dim place As Long

    For place = 0 To UBound(arguments)
        If IsObject(arguments(place)) Then
            If arguments(place).CountLarge > 1 Then Exit Function
        ElseIf IsArray(arguments(place)) Then
            Exit Function
        End If
    Next place
    AreAllOneCell = True
End Function

Private Function OneCellEach(arguments As Variant) As Variant
    Dim cells As Variant
    Dim place As Long

    ReDim cells(0 To UBound(arguments))
    For place = 0 To UBound(arguments)
        If IsObject(arguments(place)) Then cells(place) = arguments(place).Value2 Else cells(place) = arguments(place)
    Next place
    OneCellEach = cells
End Function

Private Function OneCell(argument As Variant) As Variant
    If IsObject(argument) Then
        OneCell = argument.Value2
    ElseIf Not IsArray(argument) Then
        OneCell = argument
    ElseIf IsFlat(argument) Then
        OneCell = argument(LBound(argument))
    Else
        OneCell = argument(LBound(argument, 1), LBound(argument, 2))
    End If
End Function

' Error in, same error out; blank in, blank out.
Private Function IsAnsweredEarly(cells As Variant, ByRef answer As Variant) As Boolean
    Dim place As Long

    For place = 0 To UBound(cells)
        If IsError(cells(place)) Then
            answer = cells(place)
            IsAnsweredEarly = True
            Exit Function
        End If
    Next place
    If Len(cells(0)) = 0 Then
        answer = ""
        IsAnsweredEarly = True
    End If
End Function

' --- the dictionary --------------------------------------------------------------

' The kind is part of the key: the text "1" is another vendor than the number 1.
Private Function KeyOf(ByVal functionName As String, cells As Variant) As String
    Dim place As Long

    KeyOf = functionName
    For place = 0 To UBound(cells)
        KeyOf = KeyOf & vbNullChar & VarType(cells(place)) & CStr(cells(place))
    Next place
End Function

Private Function IsHeld(ByVal key As String) As Boolean
    If Not answers Is Nothing Then IsHeld = answers.Exists(key)
End Function

Private Function AnswerTo(ByVal key As String) As Variant
    If IsHeld(key) Then AnswerTo = answers(key) Else AnswerTo = CVErr(xlErrNA)
End Function

' Errors come from Python as text, for COM cannot send them.
Private Function AsCell(answer As Variant) As Variant
    AsCell = answer
    If VarType(answer) = vbString Then
        If answer = "#VALUE!" Then AsCell = CVErr(xlErrValue)
        If answer = "#N/A" Then AsCell = CVErr(xlErrNA)
    ElseIf IsEmpty(answer) Or IsNull(answer) Then
        AsCell = ""
    End If
End Function
